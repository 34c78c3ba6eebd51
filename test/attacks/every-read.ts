import { isRead } from '../../src/contract/operation.ts';
import { type AnyOperation, allOperations } from '../../src/contract/operations.ts';

/** Ids of what there is, by the name of the parameter that takes them. */
export interface Things {
  account_id: readonly string[];
  creator_id: readonly string[];
  video_id: readonly string[];
  post: readonly { platform: string; id: number }[];
}

/** A read, as a REST request and as a tool's arguments. */
export interface Read {
  operation: AnyOperation;
  path: string;
  body: Record<string, unknown> | undefined;
  args: Record<string, unknown>;
}

/** Every read of the contract, for each of the things that it can be asked about. */
export function everyRead(things: Things): Read[] {
  return allOperations.filter(isRead).flatMap((operation) => {
    const body = bodyOf(operation, things);
    return paramsOf(operation, things).map((params) => ({
      operation,
      path: `/v2${operation.path.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]))}`,
      body,
      args: { ...params, ...body },
    }));
  });
}

function paramsOf({ params }: AnyOperation, things: Things): Record<string, unknown>[] {
  const names = Object.keys(params.shape);
  if (names.includes('platform')) return things.post.map(({ platform, id }) => ({ platform, account_video_id: id }));
  const [name] = names;
  if (name === undefined) return [{}];
  if (name === 'account_id' || name === 'creator_id' || name === 'video_id') {
    return things[name].map((id) => ({ [name]: id }));
  }
  throw new Error(`no things for ${name}`);
}

/** The batch reads, over the first things. */
function bodyOf(operation: AnyOperation, { account_id, video_id, post }: Things): Record<string, unknown> | undefined {
  if (operation.method === 'GET') return undefined;
  const of = (wanted: string) => post.filter(({ platform }) => platform === wanted).map(({ id }) => id);
  const known: Record<string, unknown> = {
    metrics: ['views', 'followers', 'posts'],
    dimensions: ['account'],
    account_ids: account_id,
    video_ids: video_id,
    instagram_post_ids: of('instagram').slice(0, 100),
    tiktok_video_ids: of('tiktok').slice(0, 100),
  };
  const taken = 'shape' in operation.body ? Object.keys(Object(operation.body.shape)) : [];
  return Object.fromEntries(Object.entries(known).filter(([name]) => taken.includes(name)));
}
