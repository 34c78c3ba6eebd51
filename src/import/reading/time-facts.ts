import { type DateOrder, readMoment } from '../values/moments.ts';
import { YearWalk } from './year-walk.ts';

/** What a whole column of times tells of the way in which it is written. */
export class TimeFacts {
  /** Clock times of no zone. */
  local = 0;
  /** `03/04/2026`: how many can only be the one, only the other, or either. */
  monthFirst = 0;
  dayFirst = 0;
  either = 0;
  example = '';
  named = 0;
  readonly walk = new YearWalk();

  add(text: string): void {
    const moment = readMoment(text);
    if (moment === null) return;
    if (moment.kind === 'local') this.local += 1;
    if (moment.kind === 'named' && moment.named.year === null) {
      this.named += 1;
      this.walk.add(moment.named);
    }
    if (moment.kind !== 'slashed') return;
    if (moment.time !== null) this.local += 1;
    if (moment.dmy === null) this.monthFirst += 1;
    else if (moment.mdy === null) this.dayFirst += 1;
    else if (moment.mdy !== moment.dmy) {
      if (this.either === 0) this.example = text;
      this.either += 1;
    }
  }
}

/** Which part of `03/04/2026` is the month in a column; `ask` where its values do not decide it. */
export function dateOrder(
  facts: TimeFacts,
  known: { said: DateOrder | null; source: DateOrder | null },
): DateOrder | 'ask' {
  if (known.said !== null) return known.said;
  if (facts.monthFirst > 0 && facts.dayFirst > 0) return 'ask';
  if (facts.monthFirst > 0) return 'mdy';
  if (facts.dayFirst > 0) return 'dmy';
  return known.source ?? (facts.either > 0 ? 'ask' : 'mdy');
}
