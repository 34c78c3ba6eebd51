import { createMetrics } from '../observe/metrics.ts';

const metrics = createMetrics({ openExchanges: () => 0 });
metrics.upstream();
metrics.mail();
metrics.heavyReads(() => ({ waiting: 0, running: 0, killed: 0 }));
const exposition = await metrics.text();

/** The Markdown table of all metrics of our own. Those of Node differ by platform: a test compares them. */
export function metricTable(): string {
  const types = new Map(Array.from(exposition.matchAll(/^# TYPE (\S+) (\S+)$/gm), ([, name, type]) => [name, type]));
  const helps = exposition.matchAll(/^# HELP (creatoraudit_\S+) (.+)$/gm);
  const rows = Array.from(helps, ([, name, help]) => `| \`${name}\` | ${types.get(name)} | ${help} |`);
  return ['| Metric | Type | What |', '|---|---|---|', ...rows].join('\n');
}
