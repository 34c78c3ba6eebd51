import { useQuery } from '@tanstack/react-query';
import { dashboard } from '../api/dashboard.ts';
import { keysQuery } from '../api/keys-query.ts';
import type { AuditEvent } from '../api/resources.ts';
import { oneOf, useAddress } from '../table/address.ts';
import { Filter } from '../table/filter.tsx';

const kinds = [
  { value: 'changes', title: 'Changes' },
  { value: 'calls', title: 'Calls' },
] as const;

const outcomes = [
  { value: 'ok', title: 'Succeeded' },
  { value: 'error', title: 'Failed' },
  { value: 'refused', title: 'Refused' },
] as const;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the address says that is wanted of the trail; what is no such thing narrows nothing. */
export function auditFilters(address: URLSearchParams) {
  const idIn = (name: string) => {
    const value = address.get(name);
    return value !== null && uuid.test(value) ? value : undefined;
  };
  const operation = address.get('operation') ?? '';
  return {
    kind: oneOf(['changes', 'calls'], address.get('kind')),
    outcome: oneOf(['ok', 'error', 'refused'], address.get('outcome')),
    key_id: idIn('key_id'),
    person_id: idIn('person_id'),
    operation: /^[a-z0-9_]{1,64}$/.test(operation) ? operation : undefined,
  };
}

export type AuditFilterValues = ReturnType<typeof auditFilters>;

interface Option {
  value: string;
  title: string;
}

/**
 * By what the trail is narrowed. Keys, people and tools are those that there are, those in the rows that are shown, since
 * some are gone by now, and the one that is chosen.
 */
export function AuditFilters({ chosen, rows }: { chosen: AuditFilterValues; rows: readonly AuditEvent[] }) {
  const [, change] = useAddress();
  const keys = useQuery({ ...keysQuery, refetchInterval: false });
  const members = useQuery({
    queryKey: ['members'],
    queryFn: async ({ signal }) => (await dashboard('GET', '/members', { signal })).data,
  });
  const used = useQuery({
    queryKey: ['usage', { period: '90d' }],
    queryFn: ({ signal }) => dashboard('GET', '/usage', { query: { period: '90d' }, signal }),
  });
  const keyOptions = merged(
    chosen.key_id,
    (keys.data ?? []).map(({ id, name }) => [id, name]),
    rows.map(({ key_id, key_name }) => [key_id, key_name]),
  );
  const personOptions = merged(
    chosen.person_id,
    (members.data ?? []).map(({ person_id, name }) => [person_id, name]),
    rows.map(({ person_id, person_name }) => [person_id, person_name]),
  );
  const toolOptions = merged(
    chosen.operation,
    (used.data?.data ?? []).map(({ operation }) => [operation, operation]),
    rows.map(({ operation }) => [operation, operation]),
  );
  return (
    <>
      <Filter
        label="Kind"
        any="Everything"
        options={kinds}
        value={chosen.kind ?? null}
        onChange={(kind) => change({ kind })}
      />
      <Filter
        label="Outcome"
        any="Any outcome"
        options={outcomes}
        value={chosen.outcome ?? null}
        onChange={(outcome) => change({ outcome })}
      />
      <Filter
        label="Key"
        any="Any key"
        options={keyOptions}
        value={chosen.key_id ?? null}
        onChange={(key_id) => change({ key_id })}
      />
      <Filter
        label="Person"
        any="Anybody"
        options={personOptions}
        value={chosen.person_id ?? null}
        onChange={(person_id) => change({ person_id })}
      />
      <Filter
        label="Tool"
        any="Any tool"
        options={toolOptions}
        value={chosen.operation ?? null}
        onChange={(operation) => change({ operation })}
      />
    </>
  );
}

type Named = readonly (readonly [id: string | null, name: string | null])[];

function merged(chosen: string | undefined, ...lists: readonly Named[]): readonly Option[] {
  const titles = new Map<string, string>();
  for (const [id, name] of lists.flat()) if (id !== null && !titles.has(id)) titles.set(id, name ?? shortened(id));
  if (chosen !== undefined && !titles.has(chosen)) titles.set(chosen, shortened(chosen));
  return [...titles]
    .map(([value, title]) => ({ value, title }))
    .sort((one, other) => one.title.localeCompare(other.title));
}

/** Of what is gone only the id is known. */
function shortened(id: string): string {
  return uuid.test(id) ? `${id.slice(0, 8)}…` : id;
}
