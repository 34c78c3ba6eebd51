import { isToCome } from '../../store/observations/to-come.ts';
import type { Field } from '../columns/fields.ts';
import { calendarDay, oldest } from '../values/days.ts';
import { type Moment, readMoment } from '../values/moments.ts';
import type { NamedDay } from '../values/month-names.ts';
import { instantOf } from '../values/time-zone.ts';
import type { TimePlan } from './plan.ts';
import { BadRow, type RowReader } from './row-reader.ts';
import { newestYear } from './year-walk.ts';

/** A time as it is known: an instant, or a day alone. */
export interface Told {
  readonly day: string;
  /** Null where a day is all that is known. */
  readonly at: number | null;
}

/** Where a walk through rows without years stands, for each column. */
type Walks = Map<number, { last: number; year: number }>;

/** Reads times of rows in their order. */
export class TimeReader {
  private readonly walks: Walks = new Map();
  private readonly now: number;

  constructor(now: number) {
    this.now = now;
  }

  /** The time that a field tells; null where it tells none. */
  read(reader: RowReader, field: Field, notAfter: string | null = null): Told | null {
    const found = reader.first(field);
    if (found === null) return null;
    const plan = reader.plan.times.get(found.at);
    const name = reader.nameOf(found.at);
    const moment = readMoment(found.text);
    if (plan === undefined || moment === null) throw new BadRow(name, 'is no time');
    const told = this.resolve(moment, plan, { at: found.at, notAfter: notAfter ?? plan.notAfter });
    if (told === null) throw new BadRow(name, 'is no day of any year');
    const earliest = told.at ?? Date.parse(told.day);
    if (earliest < oldest) throw new BadRow(name, 'is before 2010');
    if (isToCome(earliest, this.now)) throw new BadRow(name, 'is in the future');
    return told;
  }

  private resolve(moment: Moment, plan: TimePlan, where: { at: number; notAfter: string }): Told | null {
    switch (moment.kind) {
      case 'instant':
        return { at: moment.at, day: new Date(moment.at).toISOString().slice(0, 10) };
      case 'local':
        return { at: instantOf(moment.at, plan.zone), day: moment.day };
      case 'day':
        return { at: null, day: moment.day };
      case 'slashed': {
        const day = moment[plan.order];
        if (day === null) return null;
        return { day, at: moment.time === null ? null : instantOf(Date.parse(day) + moment.time, plan.zone) };
      }
      case 'named':
        return this.named(moment.named, plan, where);
    }
  }

  private named(named: NamedDay, plan: TimePlan, { at, notAfter }: { at: number; notAfter: string }): Told | null {
    const [month] = named.months.values();
    if (month === undefined) return null;
    const monthAndDay = month * 100 + named.day;
    const year = named.year ?? this.yearOf(monthAndDay, plan, at, notAfter);
    const day = calendarDay(year, month, named.day);
    return day === null ? null : { day, at: null };
  }

  private yearOf(monthAndDay: number, { years }: TimePlan, at: number, notAfter: string): number {
    if (years === null || years.kind === 'newest') return newestYear(monthAndDay, notAfter);
    const walk = this.walks.get(at) ?? { last: monthAndDay, year: years.firstYear };
    if (years.kind === 'forward' && monthAndDay < walk.last) walk.year += 1;
    if (years.kind === 'backward' && monthAndDay > walk.last) walk.year -= 1;
    walk.last = monthAndDay;
    this.walks.set(at, walk);
    return walk.year;
  }
}
