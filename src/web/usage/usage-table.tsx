import { ScrollRegion } from '../design/scroll-region.tsx';
import { full } from '../figures/format.ts';
import type { UsageSum } from './usage-sums.ts';

const figures = [
  { name: 'calls', title: 'Calls' },
  { name: 'errors', title: 'Errors' },
  { name: 'rate_limited', title: 'Rate-limited' },
] as const;

/** Calls, errors and rate-limit hits, a row for each key, tool or day. */
export function UsageTable({
  label,
  of,
  sums,
  className = '',
}: {
  label: string;
  /** What a row stands for. */
  of: string;
  sums: readonly UsageSum[];
  className?: string;
}) {
  return (
    <ScrollRegion label={label} className={`max-h-96 overflow-auto ${className}`}>
      <table className="w-full text-sm">
        <thead className="sticky top-0 bg-sunken text-xs text-muted">
          <tr>
            <th scope="col" className="px-4 py-2 text-left font-medium">
              {of}
            </th>
            {figures.map(({ name, title }) => (
              <th key={name} scope="col" className="whitespace-nowrap px-4 py-2 text-right font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {sums.map(({ name, totals }) => (
            <tr key={name}>
              <th scope="row" className="break-words px-4 py-2 text-left font-normal">
                {name}
              </th>
              {figures.map((figure) => (
                <td key={figure.name} className="px-4 py-2 text-right">
                  {full(totals[figure.name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
