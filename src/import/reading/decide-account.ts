import type { Platform } from '../../store/schema.ts';
import type { Field } from '../columns/fields.ts';
import { platformOf } from '../columns/holds.ts';
import { readLink } from '../values/links.ts';
import type { Answers, Question } from './answers.ts';
import type { Survey } from './survey.ts';

export type PlatformFor =
  | { readonly kind: 'one'; readonly platform: Platform }
  /** Each row says it. */
  | { readonly kind: 'rows' }
  | { readonly kind: 'ask' }
  | { readonly kind: 'foreign'; readonly reason: string };

/** The platform of a table: its own column, its source, its links, the words of its columns, else its owner's word. */
export function platformFor(survey: Survey, answers: Answers): PlatformFor {
  const named = new Set(cellsOf(survey, 'platform').map(platformOf));
  if (named.has('other') && named.size === 1)
    return { kind: 'foreign', reason: foreignSentence(cellsOf(survey, 'platform')[0]) };
  if (named.has('instagram') || named.has('tiktok')) return { kind: 'rows' };
  if (survey.source.platform !== null) return { kind: 'one', platform: survey.source.platform };
  const links = [...cellsOf(survey, 'url'), ...cellsOf(survey, 'username'), ...bareCells(survey)].map(readLink);
  const hosts = new Set(links.flatMap((link) => (link?.platform == null ? [] : [link.platform])));
  const foreign = links.find((link) => link?.foreign != null)?.foreign;
  if (hosts.size === 0 && foreign != null) return { kind: 'foreign', reason: foreignSentence(foreign) };
  if (hosts.size > 1) return { kind: 'rows' };
  const [host] = hosts;
  if (host !== undefined) return { kind: 'one', platform: host };
  const said = answers.platform ?? answers.account?.platform ?? platformInNames(survey.table.columns);
  return said === null ? { kind: 'ask' } : { kind: 'one', platform: said };
}

function foreignSentence(name: string | undefined): string {
  const shown = (name ?? 'another platform').replace(/^./, (first) => first.toUpperCase());
  return `${shown}: not our platform. Only Instagram and TikTok are stored.`;
}

/** `Influencer insta name`, `Tiktoker name`: the column itself says it. */
function platformInNames(columns: readonly string[]): Platform | null {
  const words = columns.join(' ').toLowerCase();
  const [instagram, tiktok] = [/\binsta(gram)?\b/.test(words), /\btiktok(er)?\b/.test(words)];
  return instagram === tiktok ? null : instagram ? 'instagram' : 'tiktok';
}

interface Whose {
  readonly account: Answers['account'];
  readonly questions: readonly Question[];
}

/** Whose numbers they are: rows or links say it, else what stands around them, else their owner. */
export function accountOf(survey: Survey, answers: Answers, platform: PlatformFor): Whose {
  const asked = platform.kind === 'ask';
  if (saysWhose(survey)) {
    const sentence = 'Nothing says which platform this is: pass --platform instagram or --platform tiktok.';
    return { account: answers.account, questions: asked ? [{ flag: 'platform', sentence }] : [] };
  }
  if (answers.account !== null) {
    if (platform.kind === 'one' && platform.platform !== answers.account.platform) {
      const sentence = `These are numbers of ${platform.platform}: pass --account ${platform.platform}:NAME.`;
      return { account: null, questions: [{ flag: 'account', sentence }] };
    }
    return { account: answers.account, questions: [] };
  }
  const name = platform.kind === 'one' ? platform.platform : 'instagram';
  const or = asked ? ', or tiktok:NAME' : '';
  const sentence = `Nothing in the file says whose numbers these are: pass --account ${name}:NAME${or}.`;
  return { account: null, questions: [{ flag: 'account', sentence }] };
}

function saysWhose(survey: Survey): boolean {
  if (survey.table.around.has('username')) return true;
  const handles = [...cellsOf(survey, 'username'), ...bareCells(survey)];
  return handles.length > 0 || cellsOf(survey, 'url').some((cell) => readLink(cell)?.username != null);
}

function bareCells({ table, sample }: Survey): string[] {
  if (table.columns.length !== 1 || table.columns[0] !== '') return [];
  return sample.flatMap(({ cells }) => (cells[0] === undefined || cells[0] === '' ? [] : [cells[0]]));
}

function cellsOf({ matched, sample }: Survey, field: Field): string[] {
  const places = matched.places.get(field) ?? [];
  return sample.flatMap(({ cells }) => places.flatMap((at) => (cells[at] ? [cells[at]] : [])));
}
