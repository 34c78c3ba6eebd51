import type { DecimalMark } from '../values/count.ts';
import type { Question } from './answers.ts';
import { decimalMark, markElsewhere } from './count-facts.ts';
import type { Surroundings } from './surroundings.ts';
import type { Survey } from './survey.ts';

/** The decimal mark of each column of counts. */
export function marksOf(
  survey: Survey,
  { answers, all }: Surroundings,
): { marks: ReadonlyMap<number, DecimalMark>; questions: readonly Question[] } {
  const elsewhere = markElsewhere(all.flatMap(({ counts }) => [...counts.values()]));
  const known = { said: answers.decimal, isEnglish: survey.source.isEnglish, elsewhere };
  const marks = new Map<number, DecimalMark>();
  const questions: Question[] = [];
  for (const [at, facts] of survey.counts) {
    const mark = decimalMark(facts, known);
    if (mark !== 'ask') marks.set(at, mark);
    else if (questions.length === 0) {
      const name = survey.table.columns[at] ?? '';
      const sentence = `“${facts.example}” under “${name}” may be a thousand or a fraction: pass --decimal . or --decimal , (the mark before a fraction).`;
      questions.push({ flag: 'decimal', sentence });
    }
  }
  return { marks, questions };
}
