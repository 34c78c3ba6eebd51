import { Card } from '../design/card.tsx';
import { ScrollRegion } from '../design/scroll-region.tsx';
import { full } from '../figures/format.ts';
import type { UsageSum } from './usage-sums.ts';

export function UsageTable({ title, sums }: { title: string; sums: readonly UsageSum[] }) {
  return (
    <Card flush title={title}>
      <ScrollRegion label={title} className="max-h-96 overflow-auto">
        <table className="w-full text-sm">
          <thead className="sticky top-0 bg-sunken text-xs text-muted">
            <tr>
              <th scope="col" className="px-4 py-2 text-left font-medium">
                Name
              </th>
              <th scope="col" className="px-4 py-2 text-right font-medium">
                Calls
              </th>
              <th scope="col" className="px-4 py-2 text-right font-medium">
                Errors
              </th>
              <th scope="col" className="px-4 py-2 text-right font-medium">
                Rate-limited
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {sums.map(({ name, totals }) => (
              <tr key={name}>
                <th scope="row" className="break-all px-4 py-2 text-left font-normal">
                  {name}
                </th>
                <td className="px-4 py-2 text-right">{full(totals.calls)}</td>
                <td className="px-4 py-2 text-right">{full(totals.errors)}</td>
                <td className="px-4 py-2 text-right">{full(totals.rate_limited)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Card>
  );
}
