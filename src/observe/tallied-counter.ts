import { Counter, type CounterConfiguration } from 'prom-client';

/** A label's values come from our own lists, without line breaks. */
type Labels<Label extends string> = Readonly<Record<Label, string | number>>;

/**
 * A counter whose counts wait with us until Prometheus asks for them: prom-client checks, sorts and joins the labels of
 * each, and a tool call has three: 2 to 3.5 % of its CPU (bench/history/2026-11-28.md). Answers what counts one more.
 */
export function talliedCounter<Label extends string>(
  configuration: CounterConfiguration<Label> & { labelNames: readonly Label[] },
): (labels: Labels<Label>) => void {
  const { labelNames } = configuration;
  const tallies = new Map<string, { labels: Labels<Label>; count: number }>();
  new Counter({
    ...configuration,
    collect() {
      for (const tally of tallies.values()) {
        this.inc(tally.labels, tally.count);
        tally.count = 0;
      }
    },
  });
  return (labels) => {
    let key = '';
    for (const name of labelNames) key += `${labels[name]}\n`;
    const tally = tallies.get(key);
    if (tally === undefined) tallies.set(key, { labels, count: 1 });
    else tally.count += 1;
  };
}
