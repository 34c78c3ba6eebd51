import { isGraphPostId } from '../../store/observations/shortcode.ts';
import type { ImportAccountRow, ImportBlockRow, ImportRejectRow } from '../../store/schema.ts';
import type { Observation, Whose } from '../observation.ts';
import type { ReadRow } from '../reading/read-observations.ts';
import type { Row } from '../tables/table.ts';
import { inOrder, packed, type StagedRow } from './staged.ts';

/** The text of a bad line that is kept. */
const mostOfLine = 4_096;
/** Bad lines that are kept; all are counted. */
const mostRejects = 10_000;
/** Accounts in a file: a list of all that anybody tracks. */
const mostAccounts = 100_000;

/** Rows in a run: some ten megabytes, sorted in memory. */
const runRows = 16_384;
const blockRows = 512;

interface Batch {
  readonly accounts: ImportAccountRow[];
  readonly blocks: ImportBlockRow[];
  readonly rejects: ImportRejectRow[];
}

const emptyBatch = (): Batch => ({ accounts: [], blocks: [], rejects: [] });

interface Entry {
  readonly account: number;
  readonly row: StagedRow;
}

/** Makes staged rows of what the rows of a file say, a batch at a time. */
export class StageRows {
  private readonly importId: string;
  private readonly accounts = new Map<string, ImportAccountRow>();
  private batch = emptyBatch();
  private run: Entry[] = [];
  /** Posts that are told by an id alone which may be of another kind than their key. */
  private lonely: { readonly entry: Entry; readonly number: number; readonly line: string }[] = [];
  private runs = 0;
  read = 0;
  bad = 0;
  observations = 0;
  tooManyAccounts = false;
  /** Why rows are bad, each with how many. */
  readonly reasons = new Map<string, number>();

  constructor(importId: string) {
    this.importId = importId;
  }

  add({ row, said }: ReadRow): void {
    this.read += 1;
    if (said.kind === 'bad') {
      this.reject(row.number, said.column, said.reason, row.raw());
      return;
    }
    for (const observation of said.observations) this.stage(observation, row);
  }

  /** Whether enough has come together to be written. */
  get isFull(): boolean {
    return (
      this.run.length + this.lonely.length >= runRows ||
      this.batch.rejects.length >= blockRows ||
      this.batch.accounts.length >= runRows
    );
  }

  /** Ids of posts that say which post it is only where they were seen beside a link before. */
  lonelyIds(): string[] {
    return [...new Set(this.lonely.map(({ entry }) => entry.row.post))];
  }

  /** Stages such posts under the keys that are known; the others are bad rows. */
  settle(keys: ReadonlyMap<string, string>): void {
    const lonely = this.lonely;
    this.lonely = [];
    for (const { entry, number, line } of lonely) {
      const post = keys.get(entry.row.post);
      if (post !== undefined) this.run.push({ ...entry, row: { ...entry.row, post } });
      else {
        this.observations -= 1;
        this.reject(
          number,
          'post_id',
          'is an id of the Graph API alone: a link to the post (permalink) is needed',
          line,
        );
      }
    }
  }

  /** All that waits to be written, rows as blocks of a sorted run. */
  take(): Batch {
    const taken = this.batch;
    this.batch = emptyBatch();
    this.runs += 1;
    const sorted = this.run.sort((a, b) => a.account - b.account || inOrder(a.row, b.row));
    this.run = [];
    let from = 0;
    for (let to = 1; to <= sorted.length; to += 1) {
      const isEnd = to === sorted.length || sorted[to]?.account !== sorted[from]?.account || to - from >= blockRows;
      if (!isEnd) continue;
      taken.blocks.push(this.block(sorted.slice(from, to), taken.blocks.length));
      from = to;
    }
    return taken;
  }

  private block(rows: readonly Entry[], block: number): ImportBlockRow {
    const instants = new Set(rows.flatMap(({ row }) => (row.post === '' ? [] : [row.at])));
    return {
      import_id: this.importId,
      account: rows[0]?.account ?? 0,
      run: this.runs,
      block,
      rows: rows.length,
      instants: JSON.stringify([...instants]),
      body: packed(rows.map(({ row }) => row)),
    };
  }

  private reject(number: number, field: string, reason: string, line: string): void {
    this.bad += 1;
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
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

  private stage(observation: Observation, from: Row): void {
    const account = this.accountOf(observation.whose);
    if (observation.kind === 'name') return;
    this.observations += 1;
    const entry = { account: account.number, row: placed(observation) };
    const isLonely = observation.kind === 'post' && account.platform === 'instagram' && isGraphPostId(entry.row.post);
    if (isLonely) this.lonely.push({ entry, number: from.number, line: from.raw().slice(0, mostOfLine) });
    else this.run.push(entry);
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

function placed(observation: Exclude<Observation, { kind: 'name' }>): StagedRow {
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
