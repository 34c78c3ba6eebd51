import { ScrollText } from 'lucide-react';
import { dashboard } from '../api/dashboard.ts';
import type { AuditPage as Answer, AuditEvent } from '../api/resources.ts';
import { Notice } from '../design/notice.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { daysOf, useRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { useAddress } from '../table/address.ts';
import { useKeysetPages } from '../table/keyset-pages.ts';
import { ListCard } from '../table/list-card.tsx';
import { usePageSize } from '../table/page-size.ts';
import { auditColumns } from './audit-columns.tsx';
import { AuditFilters, auditFilters } from './audit-filters.tsx';
import { ExportMenu } from './export-menu.tsx';

/** What people and agents did here, newest first. */
export default function AuditPage() {
  const [range, setRange] = useRange('7d');
  const [address] = useAddress();
  const [size, setSize] = usePageSize();
  const { start } = daysOf(range, Date.now());
  const chosen = auditFilters(address);
  const asked = {
    ...chosen,
    start_date: start,
    // Without a last day it goes on to now: people look here for what has just happened.
    ...(range.period === 'custom' && { end_date: range.end_date }),
  };
  const pages = useKeysetPages<AuditEvent, Answer>('audit', asked, size, ({ limit, cursor, signal }) =>
    dashboard('GET', '/audit', { query: { ...asked, limit, ...(cursor !== undefined && { cursor }) }, signal }),
  );
  return (
    <>
      <PageHeader
        title="Audit log"
        lead="Every change, every key that was handed out, every call of an agent."
        actions={
          <>
            <RangePicker range={range} onChange={setRange} />
            <ExportMenu asked={asked} />
          </>
        }
      />
      <div className="space-y-4">
        {pages.query.data?.meta.keeps_arguments === false && (
          <Notice tone="info">
            What calls asked for is not kept. Whoever runs the server can have it kept, less what looks like a secret,
            with the setting <code>AUDIT_ARGUMENTS=on</code>.
          </Notice>
        )}
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
          filters={<AuditFilters chosen={chosen} rows={pages.rows} />}
          filtered={Object.values(chosen).some((value) => value !== undefined)}
          empty={{
            icon: ScrollText,
            title: 'Nothing in this range',
            text: 'Choose a longer range to see older events.',
          }}
          bulk={null}
        />
      </div>
    </>
  );
}
