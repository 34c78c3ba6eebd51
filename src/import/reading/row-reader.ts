import { type Field, natureOf } from '../columns/fields.ts';
import { platformOf } from '../columns/holds.ts';
import type { Whose } from '../observation.ts';
import type { Row } from '../tables/table.ts';
import { isUnknownCell, readCount } from '../values/count.ts';
import { readId } from '../values/ids.ts';
import { type Linked, readLink, usernameOf } from '../values/links.ts';
import type { Plan } from './plan.ts';

/** Why a row is not taken. */
export class BadRow extends Error {
  override name = 'BadRow';
  readonly column: string;

  constructor(column: string, reason: string) {
    super(reason);
    this.column = column;
  }
}

/** A count with its rounding step; null where it is unknown. */
export interface Counted {
  readonly value: number;
  readonly step: number;
}

/** The cells of a row, as its plan reads them. Throws BadRow. */
export class RowReader {
  readonly plan: Plan;
  readonly row: Row;

  constructor(plan: Plan, row: Row) {
    this.plan = plan;
    this.row = row;
  }

  /** The first value of a field that is told, with the place of its column. */
  first(field: Field): { text: string; at: number } | null {
    for (const at of this.plan.places.get(field) ?? []) {
      const text = this.row.cells[at];
      if (text !== undefined && !isUnknownCell(text)) return { text, at };
    }
    return null;
  }

  text(field: Field): string | null {
    return this.first(field)?.text ?? null;
  }

  nameOf(at: number): string {
    return this.row.table.columns[at] ?? '';
  }

  /** A count; unknown where it is hidden (-1). A level below 0 is no level. */
  count(field: Field): Counted | null {
    const found = this.first(field);
    if (found === null) return null;
    const read = readCount(found.text, this.plan.marks.get(found.at) ?? null);
    if (read.kind === 'unknown') return null;
    if (read.kind === 'bad') throw new BadRow(this.nameOf(found.at), read.reason);
    const isGain = natureOf(field) === 'gain' || this.plan.values.get(field) === 'gains';
    if (isGain || read.value >= 0) return read;
    // Instagram's hidden likes.
    if (read.value === -1 && field === 'likes') return null;
    throw new BadRow(this.nameOf(found.at), 'is below 0, which no total is');
  }

  /** What the row's links lead to; of several the one to a post. */
  link(): Linked | null {
    const links = (this.plan.places.get('url') ?? []).flatMap((at) => readLink(this.row.cells[at] ?? '') ?? []);
    return links.find(({ shortcode, postId }) => shortcode !== null || postId !== null) ?? links[0] ?? null;
  }

  whose(): Whose {
    const link = this.link();
    const named = this.named() ?? link;
    const platform = this.platform(named, link);
    const username = named?.username ?? link?.username ?? this.plan.account?.username;
    if (username == null) throw new BadRow('', 'does not say whose it is');
    if (platform === null) throw new BadRow('', 'does not say on which platform it is');
    return { platform, username, platformId: this.platformId() };
  }

  private named(): Pick<Linked, 'username' | 'platform' | 'foreign'> | null {
    const bare = this.plan.grain === 'names' && this.row.table.columns.length === 1 ? this.row.cells[0] : undefined;
    for (const at of this.plan.places.get('username') ?? []) {
      const found = nameIn(this.row.cells[at]);
      if (found !== null) return found;
    }
    return nameIn(this.row.table.around.get('username')) ?? nameIn(bare);
  }

  private platform(named: Pick<Linked, 'platform' | 'foreign'> | null, link: Linked | null): Whose['platform'] | null {
    const foreign = named?.foreign ?? link?.foreign;
    if (foreign != null) throw new BadRow('', `is of ${foreign}, which is not our platform`);
    const said = this.first('platform');
    const told = said === null ? null : platformOf(said.text);
    if (said !== null && told !== 'instagram' && told !== 'tiktok')
      throw new BadRow(this.nameOf(said.at), 'is not our platform');
    if (told === 'instagram' || told === 'tiktok') return told;
    return link?.platform ?? named?.platform ?? this.plan.platform;
  }

  private platformId(): string | null {
    const found = this.first('platform_account_id');
    if (found === null) return null;
    const read = readId(found.text);
    return read.kind === 'id' ? read.id : null;
  }
}

function nameIn(text: string | undefined): Pick<Linked, 'username' | 'platform' | 'foreign'> | null {
  if (text === undefined || isUnknownCell(text)) return null;
  const link = readLink(text);
  if (link !== null) return link;
  const username = usernameOf(text);
  return username === null ? null : { username, platform: null, foreign: null };
}
