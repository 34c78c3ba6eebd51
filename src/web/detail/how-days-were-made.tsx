/** What an answer says of where its days come from. A remote API may say nothing. */
export interface DaysTold {
  readonly basis?: 'reported' | undefined;
  readonly unobserved?: readonly string[] | undefined;
}

/** Says beside a chart which of its days are no sums over posts, and which nobody looked on. */
export function HowDaysWereMade({ of: { basis, unobserved = [] } }: { of: DaysTold }) {
  const notes = [
    ...(basis === 'reported' ? ['Some days are what the platform reported for the whole account.'] : []),
    ...(unobserved.length > 0 ? [`Nobody looked on ${daysInWords(unobserved)}: 0 means nothing there.`] : []),
  ];
  return notes.length > 0 && <p className="mt-2 text-xs text-muted">{notes.join(' ')}</p>;
}

function daysInWords([first, ...others]: readonly string[]): string {
  return others.length === 0 ? `${first}` : `${others.length + 1} days from ${first} to ${others.at(-1)}`;
}
