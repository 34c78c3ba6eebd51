import { type ChangeEntry, writeChange } from '../audit/write-change.ts';
import { takeBackPush } from '../import/pushes/take-back-push.ts';
import { pushesBetween } from '../store/pushes/push-rows.ts';
import type { PushRow } from '../store/schema.ts';
import { type Answer, type Invocation, UsageError } from './command.ts';
import { table } from './table.ts';
import type { Workplace } from './workplace.ts';

/** What keys pushed, as options narrow it. */
export async function pushesListed(
  { store }: Workplace,
  invocation: Invocation,
  organizationId: string,
): Promise<Answer> {
  const pushes = await pushesBetween(store.read, { organizationId, ...spanOf(invocation) });
  const rows = pushes.map((row) => [
    row.id,
    row.state,
    row.key_id,
    row.first_at,
    row.last_at,
    String(row.observations),
  ]);
  return { data: pushes.map(shownPush), text: table(['ID', 'STATE', 'KEY', 'FIRST', 'LAST', 'OBSERVATIONS'], rows) };
}

/** Takes back what a key pushed between two instants, in whole hours. */
export async function pushesTakenBack(
  workplace: Workplace,
  invocation: Invocation,
  organizationId: string,
): Promise<Answer> {
  const span = spanOf(invocation);
  if (span.keyId === null) throw new UsageError('--take-back-pushes needs --key ID: --pushes shows which.');
  const { store, now } = workplace;
  const note = (entry: ChangeEntry) => writeChange(store.write, workplace, entry);
  const pushes = (await pushesBetween(store.write, { organizationId, ...span })).filter(
    ({ state }) => state !== 'withdrawn',
  );
  for (const { id } of pushes) await takeBackPush({ store, now, note }, { organizationId, pushId: id, by: 'cli' });
  const text = pushes.length === 0 ? 'There was nothing to take back.' : `Taken back: ${pushes.length} pushes.`;
  return { data: pushes.map(({ id }) => ({ id })), text };
}

function spanOf(invocation: Invocation): { keyId: string | null; from: string; to: string } {
  const at = (name: 'from' | 'to', otherwise: string) => {
    const text = invocation.option(name) ?? otherwise;
    const instant = Date.parse(text);
    if (Number.isNaN(instant)) throw new UsageError(`--${name} is no instant: write it as 2026-09-30T06:00:00Z.`);
    return new Date(instant).toISOString();
  };
  return {
    keyId: invocation.option('key') ?? null,
    from: at('from', '2010-01-01T00:00:00Z'),
    to: at('to', '9999-12-31T00:00:00Z'),
  };
}

function shownPush({ organization_id: _organization, hour: _hour, ...rest }: PushRow) {
  return rest;
}
