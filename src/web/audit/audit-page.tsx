import { ScrollText } from 'lucide-react';
import { dashboard } from '../api/dashboard.ts';
import type { AuditEvent } from '../api/resources.ts';
import { PageHeader } from '../design/page-header.tsx';
import { daysOf, useRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { oneOf, useAddress } from '../table/address.ts';
import { Filter } from '../table/filter.tsx';
import { useKeysetPages } from '../table/keyset-pages.ts';
import { ListCard } from '../table/list-card.tsx';
import { usePageSize } from '../table/page-size.ts';
import { auditColumns } from './audit-columns.tsx';

const kinds = [
  { value: 'changes', title: 'Changes' },
  { value: 'calls', title: 'Calls' },
] as const;

const outcomes = [
  { value: 'ok', title: 'Succeeded' },
  { value: 'error', title: 'Failed' },
  { value: 'refused', title: 'Refused' },
] as const;

/** What people and agents did here, newest first. */
export default function AuditPage() {
  const [range, setRange] = useRange('7d');
  const [address, change] = useAddress();
  const [size, setSize] = usePageSize();
  const { start } = daysOf(range, Date.now());
  const asked = {
    kind: oneOf(['changes', 'calls'], address.get('kind')),
    outcome: oneOf(['ok', 'error', 'refused'], address.get('outcome')),
    start_date: start,
    // Without a last day it goes on to now: people look here for what has just happened.
    ...(range.period === 'custom' && { end_date: range.end_date }),
  };
  const pages = useKeysetPages<AuditEvent>('audit', asked, size, ({ limit, cursor, signal }) =>
    dashboard('GET', '/audit', { query: { ...asked, limit, ...(cursor !== undefined && { cursor }) }, signal }),
  );
  return (
    <>
      <PageHeader
        title="Audit log"
        lead="Every change, every key that was handed out, every call of an agent."
        actions={<RangePicker range={range} onChange={setRange} />}
      />
      <ListCard
        name="audit"
        title="Audit log"
        columns={auditColumns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ event }) => event}
        sorting={{ by: 'at', direction: 'desc' }}
        size={size}
        onSize={setSize}
        filters={
          <>
            <Filter
              label="Kind"
              any="Everything"
              options={kinds}
              value={asked.kind ?? null}
              onChange={(kind) => change({ kind })}
            />
            <Filter
              label="Outcome"
              any="Any outcome"
              options={outcomes}
              value={asked.outcome ?? null}
              onChange={(outcome) => change({ outcome })}
            />
          </>
        }
        filtered={asked.kind !== undefined || asked.outcome !== undefined}
        empty={{ icon: ScrollText, title: 'Nothing in this range', text: 'Choose a longer range to see older events.' }}
        bulk={null}
      />
    </>
  );
}
