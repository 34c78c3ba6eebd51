/** How numbers and moments are written everywhere in the page. */

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
/** Digits at the axis of a chart lie between the round numbers: 1.25M is not 1.3M. */
const fine = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 });
/** As many digits in every row, so that the points stand below one another. */
const percentage = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const changeDigits = new Intl.NumberFormat('en', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});
const signed = new Intl.NumberFormat('en', {
  notation: 'compact',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});
const calendar = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const shortCalendar = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });

/** The sign of numbers, as wide as a plus; Intl writes a hyphen. */
function minus(text: string): string {
  return text.replace('-', '−');
}

export function short(value: number): string {
  return minus(compact.format(value));
}

/** As at the axis of a chart. */
export function axisShort(value: number): string {
  return minus(fine.format(value));
}

export function axisPercent(value: number): string {
  return `${minus(fine.format(value))}%`;
}

export function full(value: number): string {
  return minus(whole.format(value));
}

export function percent(value: number): string {
  return `${percentage.format(value)}%`;
}

/** `+12.5%`, `0%`; a dash where there was nothing to compare with. */
export function change(value: number | null): string {
  if (value === 0) return '0%';
  return value === null ? '–' : `${minus(changeDigits.format(value))}%`;
}

export function gain(value: number): string {
  return minus(signed.format(value));
}

/** A calendar day in UTC, of a date or an instant. */
export function day(value: string): string {
  return calendar.format(new Date(value));
}

export function shortDay(value: string): string {
  return shortCalendar.format(new Date(value));
}

/** An instant in the reader's own time zone. */
export function moment(value: string): string {
  return exact.format(new Date(value));
}

const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `3 hours ago`, `in 2 days`; what is nearer than a minute is now. */
export function ago(value: string, now: number): string {
  const seconds = (Date.parse(value) - now) / 1000;
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return seconds > 0 ? 'in a moment' : 'just now';
}
