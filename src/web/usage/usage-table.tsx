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
            <th scope="col" className="px-3 py-2 text-left align-bottom font-medium sm:px-4">
              {of}
            </th>
            {figures.map(({ name, title }) => (
              <th key={name} scope="col" className="px-3 py-2 text-right align-bottom font-medium sm:px-4">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {sums.map(({ name, totals }) => (
            <tr key={name}>
              <th scope="row" className="break-words px-3 py-2 text-left font-normal sm:px-4">
                {name}
              </th>
              {figures.map((figure) => (
                <td key={figure.name} className="px-3 py-2 text-right sm:px-4">
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
