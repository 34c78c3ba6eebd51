import { useQuery } from '@tanstack/react-query';
import { CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import type { Sighting } from '../api/resources.ts';
import { placeText } from '../figures/key-place.ts';
import { When } from '../figures/when.tsx';

type Seen = Extract<Sighting, { seen: true }>;

/** Often enough to feel at once; the first request is a person's next move. */
const everyMs = 1_500;

/** To restart a client and ask it something takes a moment; longer than this, something is in the way. */
const longMs = 30_000;

/**
 * After copying: waits for the key's first request and shows who made it, or why it failed. What never reaches the
 * server, or comes without this key, nobody can see: after a while the usual causes are named.
 */
export function Waiting({ client, keyId }: { client: string; keyId: string }) {
  const since = useRef<string | null>(null);
  const id = useId();
  const isLong = useHasPassed(longMs);
  const watch = useQuery({
    queryKey: ['connect', 'watch', keyId, id],
    queryFn: async ({ signal }) => {
      const query = { key_id: keyId, ...(since.current !== null && { since: since.current }) };
      const { data, meta } = await dashboard('GET', '/connect/watch', { query, signal });
      since.current ??= meta.since;
      return data;
    },
    // What was seen may get better: a failed first try that then works, a list that is asked for later.
    refetchInterval: everyMs,
    gcTime: 0,
  });
  const seen = watch.data?.seen === true ? watch.data : null;
  return (
    <div role="status" className="rounded-lg border border-line p-3">
      {seen === null && (
        <p className="flex items-center gap-2 text-sm text-muted">
          <LoaderCircle size={15} className="shrink-0 animate-spin" aria-hidden />
          Waiting for the first request from {client} with this key…
        </p>
      )}
      {seen === null && isLong && <UsualCauses client={client} />}
      {seen !== null && (seen.error === null ? <Works seen={seen} /> : <Fails seen={seen} error={seen.error} />)}
    </div>
  );
}

function useHasPassed(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

function UsualCauses({ client }: { client: string }) {
  return (
    <div className="mt-2 border-t border-line pt-2 text-sm">
      <p className="font-medium">Nothing yet. What is usually in the way:</p>
      <ul className="mt-1 list-disc space-y-1 pl-5 text-muted">
        <li>{client} was not restarted, or asks whether it may use the server: say yes there.</li>
        <li>
          An older entry named creatoraudit is still there, perhaps for one folder only and with another key: remove it,
          then add this one.
        </li>
        <li>The key was not pasted whole, or its variable is not set where {client} runs: copy again.</li>
        <li>This server cannot be reached from where {client} runs: open its URL there to see.</li>
      </ul>
    </div>
  );
}

const eras = { legacy: '2025-11-25 or before (initialize)', modern: '2026-07-28' } as const;

function Works({ seen }: { seen: Seen }) {
  return (
    <>
      <p className="flex items-center gap-2 text-sm font-semibold text-good">
        <CircleCheck size={16} aria-hidden />
        Connected
      </p>
      <Facts seen={seen} />
    </>
  );
}

function Fails({ seen, error }: { seen: Seen; error: NonNullable<Seen['error']> }) {
  return (
    <>
      <p className="flex items-center gap-2 text-sm font-semibold text-bad">
        <TriangleAlert size={16} aria-hidden />
        {error.detail}
      </p>
      <p className="mt-1 text-sm">{error.remedy}</p>
      <Facts seen={seen} />
    </>
  );
}

function Facts({ seen }: { seen: Seen }) {
  return (
    <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      <Fact name="Client">{seen.client ?? 'did not say'}</Fact>
      {seen.era !== null && <Fact name="Protocol">{eras[seen.era]}</Fact>}
      {seen.place !== null && <Fact name="Key sent">{placeText(seen.place)}</Fact>}
      {seen.tools_offered !== null && <Fact name="Tools offered">{seen.tools_offered}</Fact>}
      <Fact name="First seen">
        <When at={seen.at} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="break-words">{children}</dd>
    </>
  );
}
