import { Notice } from '../design/notice.tsx';
import type { Outcome } from './import-types.ts';

const number = new Intl.NumberFormat('en-US');

/** What a file was recognised as, and what it would change. */
export function OutcomeView({ outcome }: { outcome: Outcome }) {
  return (
    <div className="space-y-3 text-sm">
      <Verdict outcome={outcome} />
      {outcome.tables.map((table) => (
        <TableView key={`${table.title} ${table.recognised}`} table={table} />
      ))}
      {outcome.preview !== null && <Changes preview={outcome.preview} />}
    </div>
  );
}

function Verdict({ outcome }: { outcome: Outcome }) {
  switch (outcome.kind) {
    case 'refused':
      return <Notice tone="bad">{outcome.reason}</Notice>;
    case 'nothing':
      return <Notice tone="info">{outcome.reason}</Notice>;
    case 'known':
      return <Notice tone="info">This file is in already: importing it again changes nothing.</Notice>;
    case 'busy':
      return <Notice tone="info">This file is being brought in now.</Notice>;
    case 'imported':
      return <Notice tone="good">Imported. {outcome.totals !== null && totalsText(outcome.totals)}</Notice>;
    case 'asks':
      return <Notice tone="warn">The file does not say all that has to be known.</Notice>;
    case 'previewed':
      return <p>{outcome.totals !== null && totalsText(outcome.totals)}</p>;
  }
}

function totalsText(totals: NonNullable<Outcome['totals']>): string {
  const { rows, rejected, posts, profiles, days, names, sums, first, last } = totals;
  const counts: [number, string][] = [
    [posts, 'post levels'],
    [profiles, 'profile levels'],
    [days, 'days'],
    [names, 'names'],
  ];
  const stored = counts.filter(([count]) => count > 0).map(([count, what]) => `${number.format(count)} ${what}`);
  const span = first === null || last === null ? [] : [`from ${first.slice(0, 10)} to ${last.slice(0, 10)}`];
  const numbers = Object.entries(sums).map(([name, sum]) => `${name} ${number.format(sum)}`);
  const bad = rejected === 0 ? [] : [`${number.format(rejected)} rows are not taken`];
  return `${[`${number.format(rows)} rows`, ...stored, ...span, ...numbers, ...bad].join(', ')}.`;
}

function TableView({ table }: { table: Outcome['tables'][number] }) {
  return (
    <div className="rounded-lg border border-line p-3">
      <p className="font-medium">
        {table.recognised}
        {table.title !== '' && <span className="text-muted"> “{table.title}”</span>}
      </p>
      <p className="text-muted">
        {[
          `${number.format(table.rows)} rows`,
          ...(table.values === null ? [] : [`numbers of days: ${table.values}`]),
          ...(table.time_zone === null ? [] : [`time zone: ${table.time_zone}`]),
        ].join(' · ')}
      </p>
      {table.words.map((words) => (
        <p key={words}>{words}</p>
      ))}
      <details className="mt-2">
        <summary className="cursor-pointer text-muted">
          {table.taken.length} columns taken, {table.not_taken.length} not
        </summary>
        <ul className="mt-1 space-y-0.5">
          {table.taken.map(({ column, field }) => (
            <li key={`${column} ${field}`}>
              {column} → <code>{field}</code>
            </li>
          ))}
          {table.not_taken.map(({ column, reason }) => (
            <li key={`${column} ${reason}`} className="text-muted">
              {column}: {reason}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function Changes({ preview }: { preview: NonNullable<Outcome['preview']> }) {
  return (
    <div className="space-y-1">
      <p>
        {number.format(preview.accounts)} accounts, of which {number.format(preview.new_accounts)} are new;{' '}
        {number.format(preview.posts)} posts, of which {number.format(preview.new_posts)} are new.
      </p>
      {preview.overlaps.map(({ account, since, until }) => (
        <p key={account} className="text-muted">
          {account} has numbers from {since} to {until} already.
        </p>
      ))}
      {preview.samples.length > 0 && (
        <details>
          <summary className="cursor-pointer text-muted">The first rows as they will be stored</summary>
          <ul className="mt-1 space-y-1">
            {preview.samples.map((sample) => (
              <li key={sample}>
                <code className="break-all text-xs">{sample}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
