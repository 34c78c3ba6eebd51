import { type DecimalMark, isShortForm, markEvidence } from '../values/count.ts';
import { isExcelDate } from '../values/month-names.ts';

/** What a whole column of counts tells of the way in which it is written. */
export class CountFacts {
  dots = 0;
  commas = 0;
  /** Values whose mark may be either, with the first of them. */
  either = 0;
  example = '';
  rounded = 0;
  /** A number that Excel made a date of. */
  excelDate: string | null = null;

  add(text: string): void {
    if (isShortForm(text)) this.rounded += 1;
    else if (this.excelDate === null && isExcelDate(text)) this.excelDate = text;
    const mark = markEvidence(text);
    if (mark === '.') this.dots += 1;
    else if (mark === ',') this.commas += 1;
    else if (mark === 'either') {
      if (this.either === 0) this.example = text;
      this.either += 1;
    }
  }
}

/** The decimal mark of a column; `ask` where its values do not decide it. */
export function decimalMark(
  facts: CountFacts,
  known: { said: DecimalMark; isEnglish: boolean; elsewhere: DecimalMark },
): DecimalMark | 'ask' {
  if (known.said !== null) return known.said;
  if (facts.dots > 0 && facts.commas > 0) return 'ask';
  if (facts.dots > 0) return '.';
  if (facts.commas > 0) return ',';
  if (facts.either === 0) return null;
  if (known.isEnglish) return '.';
  return known.elsewhere ?? 'ask';
}

/** What other columns of the same file agree on. */
export function markElsewhere(all: readonly CountFacts[]): DecimalMark {
  const dots = all.some(({ dots }) => dots > 0);
  const commas = all.some(({ commas }) => commas > 0);
  return dots === commas ? null : dots ? '.' : ',';
}
