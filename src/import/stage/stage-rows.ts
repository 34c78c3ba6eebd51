import { isGraphPostId } from '../../store/observations/shortcode.ts';
import type { ImportAccountRow, ImportRejectRow, ImportStagedRow } from '../../store/schema.ts';
import type { Observation, Whose } from '../observation.ts';
import type { ReadRow } from '../reading/read-observations.ts';
import { packed, type StagedBody } from './staged.ts';

/** The text of a bad line that is kept. */
const mostOfLine = 4_096;
/** Bad lines that are kept; all are counted. */
const mostRejects = 10_000;
/** Accounts in a file: a list of all that anybody tracks. */
const mostAccounts = 100_000;

export interface Batch {
  readonly accounts: ImportAccountRow[];
  readonly rows: ImportStagedRow[];
  readonly rejects: ImportRejectRow[];
}

/** Makes staged rows of what the rows of a file say, a batch at a time. */
export class StageRows {
  private readonly importId: string;
  private readonly accounts = new Map<string, ImportAccountRow>();
  private batch: Batch = { accounts: [], rows: [], rejects: [] };
  private seq = 0;
  read = 0;
  bad = 0;
  observations = 0;
  tooManyAccounts = false;

  constructor(importId: string) {
    this.importId = importId;
  }

  add({ row, said }: ReadRow): void {
    this.read += 1;
    if (said.kind === 'bad') {
      this.reject(row.number, said.column, said.reason, row.raw());
      return;
    }
    for (const observation of said.observations) this.stage(observation);
  }

  get size(): number {
    return this.batch.rows.length + this.batch.rejects.length + this.batch.accounts.length;
  }

  take(): Batch {
    const taken = this.batch;
    this.batch = { accounts: [], rows: [], rejects: [] };
    return taken;
  }

  private reject(number: number, field: string, reason: string, line: string): void {
    this.bad += 1;
    if (this.bad > mostRejects) return;
    this.batch.rejects.push({
      import_id: this.importId,
      seq: this.bad,
      number,
      field: storable(field),
      reason: storable(reason),
      line: storable(line.slice(0, mostOfLine)),
    });
  }

  private stage(observation: Observation): void {
    const account = this.accountOf(observation.whose);
    if (observation.kind === 'name') return;
    const { post, at, body } = placed(observation);
    this.seq += 1;
    this.observations += 1;
    const row = { import_id: this.importId, account: account.number, post, at, seq: this.seq, body: packed(body) };
    this.batch.rows.push(row);
  }

  private accountOf({ platform, username, platformId }: Whose): ImportAccountRow {
    const key = `${platform}:${username}`;
    const known = this.accounts.get(key);
    if (known !== undefined) {
      if (platformId !== null && !known.platform_ids.includes(`"${platformId}"`)) this.addId(known, platformId);
      return known;
    }
    if (this.accounts.size >= mostAccounts) this.tooManyAccounts = true;
    const platform_ids = JSON.stringify(platformId === null ? [] : [platformId]);
    const made = { import_id: this.importId, number: this.accounts.size + 1, platform, username, platform_ids };
    const account: ImportAccountRow = { ...made, account_id: null, is_new: 0, refused: null };
    this.accounts.set(key, account);
    this.batch.accounts.push(account);
    return account;
  }

  /** Ids of one name: several of one sort say nothing (see `apply/place-accounts.ts`), so that a few are enough. */
  private addId(account: ImportAccountRow, id: string): void {
    const ids: string[] = JSON.parse(account.platform_ids);
    if (ids.length >= 5) return;
    account.platform_ids = JSON.stringify([...ids, id]);
    if (!this.batch.accounts.includes(account)) this.batch.accounts.push(account);
  }
}

function placed(observation: Exclude<Observation, { kind: 'name' }>): { post: string; at: number; body: StagedBody } {
  switch (observation.kind) {
    case 'profile':
      return { post: '', at: observation.at, body: { kind: 'profile', profile: observation.profile } };
    case 'day':
      return {
        post: '',
        at: Date.parse(observation.day),
        body: { kind: 'day', day: observation.day, reported: observation.reported },
      };
    case 'post':
      return { post: observation.post.external_id, at: observation.at, body: { kind: 'post', post: observation.post } };
  }
}

/** PostgreSQL keeps no zero byte in text. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '');
}

/** Whether a staged post can be told only by ids that were seen before. */
export function needsKnownId({ post }: Pick<ImportStagedRow, 'post'>, platform: string): boolean {
  return platform === 'instagram' && isGraphPostId(post);
}
