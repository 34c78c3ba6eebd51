import { z } from 'zod';

/** A remote API may leave out, or answer null for, whatever is no id. */
const text = z.string().nullish().catch(null);

/** What is told of things by their names: all that documents need of an answer, wherever it comes from. */
export const heard = {
  account: z.object({ id: z.string(), username: text, platform: text }),
  creator: z.object({ id: z.string(), name: text }),
  video: z.object({ id: z.string(), platform: text, description: text, account_username: text }),
  post: z.object({
    id: z.int(),
    platform: z.enum(['instagram', 'tiktok']),
    caption: text,
    description: text,
    account_username: text,
  }),
};

/** Those of a list that can be named; none where it is no list. */
export function rowsHeard<T extends z.ZodType>(shape: T, list: unknown): z.output<T>[] {
  return (Array.isArray(list) ? list : []).flatMap((row: unknown) => {
    const parsed = shape.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
}
