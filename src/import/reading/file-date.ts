import { calendarDay, dayOf } from '../values/days.ts';

/** The day of a file, which gives dates without a year theirs, and who says so. */
export interface FileDate {
  readonly day: string;
  readonly from: 'year' | 'name' | 'file';
}

/** As its owner says, else as its name says, else as its clock says. */
export function fileDate(said: number | null, name: string, changedAt: number): FileDate {
  if (said !== null) return { day: `${said}-12-31`, from: 'year' };
  const found = /(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)/.exec(name);
  const named = found === null ? null : calendarDay(Number(found[1]), Number(found[2]), Number(found[3]));
  return named === null ? { day: dayOf(changedAt), from: 'file' } : { day: named, from: 'name' };
}

export const saidBy: Readonly<Record<FileDate['from'], string>> = {
  year: 'the year that was given',
  name: 'the date in the file’s name',
  file: 'the file’s own date',
};
