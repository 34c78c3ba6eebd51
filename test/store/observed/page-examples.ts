import { readFileSync } from 'node:fs';
import { type ReportedDay, type SeenAccount, saidNothing, type Told } from './looks.ts';

/** A line of the table of examples in `docs/metrics.md`. */
export interface Example {
  readonly name: string;
  readonly looks: readonly SeenAccount[];
  readonly days: readonly ReportedDay[];
  /** By post, ms since the epoch. */
  readonly madeAt: ReadonlyMap<string, number>;
  readonly of: 'views' | 'followers';
  /** By day; days that are not named gain nothing. */
  readonly gains: ReadonlyMap<string, number>;
  readonly now: number;
}

const dayMs = 86_400_000;
const monday = Date.UTC(2026, 2, 9);
const weekDays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export function pageExamples(): Example[] {
  return rowsUnder('How days are made').map(([name = '', seen = '', gains = '']) => ({
    name,
    ...readSeen(seen),
    ...readGains(gains),
  }));
}

export interface AgeExample extends Pick<Example, 'name' | 'looks' | 'days' | 'madeAt'> {
  /** Views by age in days. */
  readonly levels: ReadonlyMap<number, number | null>;
}

export function ageExamples(): AgeExample[] {
  return rowsUnder('What a post counted at an age').map(([name = '', seen = '', told = '']) => ({
    name,
    ...readSeen(seen),
    levels: new Map(
      [...told.matchAll(/day (\d+) (unknown|\d[\d,]*\d|\d)/g)].map(([, day, level = '']) => [
        Number(day),
        level === 'unknown' ? null : Number(level.replaceAll(',', '')),
      ]),
    ),
  }));
}

/** The cells of each example of a section. */
function rowsUnder(heading: string): string[][] {
  const sections = readFileSync('docs/metrics.md', 'utf8').split(/^## /m);
  const lines = sections.find((section) => section.startsWith(heading))?.split('\n') ?? [];
  return lines
    .filter((line) => line.startsWith('| ') && !line.startsWith('| Example '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function readSeen(text: string): Pick<Example, 'looks' | 'days' | 'madeAt'> {
  const madeAt = new Map([
    ['p', monday - 30 * dayMs],
    ['q', monday - 30 * dayMs],
  ]);
  const looks: SeenAccount[] = [];
  const days: ReportedDay[] = [];
  for (const item of text.split(' · ')) {
    const made = /^made (\w{3}) (\d\d):(\d\d)$/.exec(item);
    if (made !== null) {
      madeAt.set('p', instant(made[1], made[2], made[3]));
      continue;
    }
    const reported = /^reported (\w{3}) ([+-]?[\d,]+)( followers)?$/.exec(item);
    if (reported === null) looks.push(readLook(item));
    else days.push(readReported(reported[1], reported[2], reported[3] !== undefined));
  }
  return { looks, days, madeAt };
}

function readReported(day: string | undefined, gain = '', isFollowers: boolean): ReportedDay {
  const amount = Number(gain.replaceAll(',', ''));
  const isLevel = /^\d/.test(gain);
  const told = isLevel ? null : { gained: amount, isRounded: false };
  const none = { views: null, plays: null, likes: null, comments: null, shares: null, saves: null, followers: null };
  return {
    account: 'a',
    source: 'file',
    importId: 'days',
    day: new Date(instant(day, '00', '00')).toISOString().slice(0, 10),
    gains: { ...none, [isFollowers ? 'followers' : 'views']: told },
    followers: isLevel ? { level: amount, step: 0 } : null,
  };
}

function readLook(item: string): SeenAccount {
  const found = /^(file |push |)(\w{3}) (\d\d):(\d\d) (no post|(?:([pq]) )?(\S+)( followers)?)$/.exec(item);
  if (found === null) throw new Error(`The page says what this test cannot read: ${item}`);
  const [, source = '', day, hour, minute, what, key = 'p', level = '', isFollowers] = found;
  const look = {
    account: 'a',
    source: source === '' ? 'api' : source.trim() === 'file' ? 'file' : 'push',
    importId: source === 'file ' ? 'one' : '',
    at: instant(day, hour, minute),
    profile: null,
    posts: null,
    isComplete: false,
    unread: [],
  } as const;
  if (what === 'no post') return { ...look, posts: [] };
  const told = readLevel(level);
  if (isFollowers !== undefined) return { ...look, profile: { name: null, bio: null, followers: told } };
  const others = { plays: null, likes: null, comments: null, shares: null, saves: null };
  return { ...look, posts: [{ key, ...saidNothing, levels: { views: told, ...others } }] };
}

function readLevel(text: string): Told {
  if (text === 'null') return null;
  const rounded = /^(\d+)\.(\d)([mk])$/.exec(text);
  if (rounded === null) return { level: Number(text.replaceAll(',', '')), step: 0 };
  const step = rounded[3] === 'm' ? 100_000 : 100;
  return { level: Number(`${rounded[1]}${rounded[2]}`) * step, step };
}

function readGains(text: string): Pick<Example, 'of' | 'gains' | 'now'> {
  const gains = new Map<string, number>();
  let now = Number.NaN;
  for (const [, day = '', amount = ''] of text.matchAll(/(\w{3}) ([+-]?\d[\d,]*)(?: followers)?(?:, (?=\w{3} )|$)/g)) {
    const value = Number(amount.replace(/,(?=\d{3})/g, ''));
    if (day === 'now') now = value;
    else gains.set(new Date(instant(day, '00', '00')).toISOString().slice(0, 10), value);
  }
  return { of: text.includes('followers') ? 'followers' : 'views', gains, now };
}

/** `24:00` is the last instant of a day. */
function instant(day = '', hour = '', minute = ''): number {
  const at = weekDays.indexOf(day);
  if (at < 0) throw new Error(`No day of the week: ${day}`);
  return monday + at * dayMs + Number(hour) * 3_600_000 + Number(minute) * 60_000 - (hour === '24' ? 1 : 0);
}
