import { aboutOf, type Dimension, dimensionNames, dimensionTable, isMany } from '../../contract/query/dimensions.ts';
import type { Plan } from '../../query/plan.ts';
import { looksAtSinglePosts } from '../../query/subject.ts';
import { refused } from './names.ts';

/** What a query asks for, as far as it decides what goes together. */
export type Asked = Pick<Plan, 'of' | 'dimensions' | 'where' | 'metrics'> & { readonly isCompared: boolean };

/** @throws Problem VALIDATION_ERROR where metrics and dimensions are no pair, saying which are */
export function checkPairs(asked: Asked): void {
  checkDimensions(asked);
  if (asked.of === 'gains' && looksAtSinglePosts(asked)) checkGainsOfPosts(asked);
  const timed = asked.dimensions.some(isTime);
  if (timed && asked.isCompared) {
    throw refused('compare', 'goes with no dimension of time: ask for both ranges as one, or leave the dimension out');
  }
  const counted = asked.metrics.find(({ kind }) => kind === 'accounts');
  if (timed && asked.of === 'gains' && counted !== undefined) {
    throw refused(
      'metrics',
      'accounts goes with no dimension of time in gains; ask for it with of=posts, or without time',
    );
  }
}

function checkDimensions({ dimensions, of }: Asked): void {
  const names = dimensions.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw refused('dimensions', `${twice} stands there twice`);
  if (dimensions.filter(isTime).length > 1) throw refused('dimensions', 'hold one dimension of time at most');
  const many = dimensions.filter(isMany);
  const [first] = many;
  if (first === undefined) return;
  if (many.length > 1) throw refused('dimensions', 'hold hashtag or mention, not both');
  if (of === 'gains') {
    throw refused(
      'dimensions',
      `${first.name} is no dimension of gains: ask with of=posts, or filter gains by it. ${gainsList}`,
    );
  }
  if (dimensions.length > 2) throw refused('dimensions', `${first.name} goes with one other dimension at most`);
}

const gainsList = `Those are: ${dimensionNames.filter((name) => name !== 'hashtag' && name !== 'mention').join(', ')}`;
const aboutAccounts = Object.entries(dimensionTable).flatMap(([name, { about }]) => (about === 'post' ? [] : [name]));

/** Gains of single posts are the difference of two levels: there is no day in between, and nothing of accounts. */
function checkGainsOfPosts({ dimensions, metrics }: Asked): void {
  if (dimensions.some(isTime)) {
    throw refused(
      'dimensions',
      `gains by or filtered by what is about posts have no dimension of time. With time go: ${aboutAccounts.join(', ')}`,
    );
  }
  const wrong = metrics.find(({ kind }) => kind === 'followers' || kind === 'followers_gained' || kind === 'accounts');
  if (wrong !== undefined) {
    throw refused(
      'metrics',
      `${wrong.name} is of accounts, and goes with no dimension or filter that is about posts. With it go: ${aboutAccounts.join(', ')}`,
    );
  }
}

function isTime(dimension: Dimension): boolean {
  return aboutOf(dimension) === 'time';
}
