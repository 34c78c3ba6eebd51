import { isRead } from '../contract/operation.ts';
import { allOperations } from '../contract/operations.ts';
import type { Principal } from '../contract/principal.ts';
import type { AuditEntry } from './audit-event.ts';
import type { CallSeen } from './call-seen.ts';

const writing: ReadonlySet<string> = new Set(
  allOperations.filter((operation) => !isRead(operation)).map(({ id }) => id),
);

/** A request, as the trail sees it. */
interface Asked {
  readonly principal: Pick<Principal, 'organizationId' | 'keyId'> | null;
  /** Whose session it is, where a person calls at the dashboard. */
  readonly person: { readonly organizationId: string; readonly personId: string } | null;
  readonly client: string | null;
  readonly operation: string | null;
  readonly calls: readonly CallSeen[];
  readonly bytesOut: number;
}

interface Ended {
  readonly status: number;
  readonly code: string | null;
  readonly ms: number;
}

/**
 * What the trail keeps of a request: every tool call of a key, and every REST operation that writes, by a key or by a
 * person at the dashboard. Reads over REST are counted in the usage; what came without a key belongs to nobody.
 */
export function callEntries(asked: Asked, ended: Ended): readonly AuditEntry[] {
  const { principal, person, client, calls } = asked;
  const who =
    principal === null
      ? person
      : { organizationId: principal.organizationId, keyId: principal.keyId, personId: undefined };
  if (who === null) return [];
  if (calls.length > 0) return calls.map((call) => toolEntry({ ...who, client }, call));
  const { operation } = asked;
  if (operation === null || !writing.has(operation)) return [];
  const { code, ms } = ended;
  const outcome = ended.status < 400 ? 'ok' : outcomeOf(code);
  const bytes = asked.bytesOut;
  return [{ ...who, event: 'call.rest', client, operation, outcome, code, ms: rounded(ms), bytes }];
}

type Who = Pick<AuditEntry, 'organizationId' | 'keyId' | 'personId' | 'client'>;

function toolEntry(who: Who, call: CallSeen): AuditEntry {
  const { tool, outcome, ms, bytes } = call;
  const came =
    outcome === 'OK' ? ({ outcome: 'ok', code: null } as const) : { outcome: outcomeOf(outcome), code: outcome };
  return { ...who, event: 'call.tool', operation: tool, ...came, ms: rounded(ms), bytes, facts: factsOf(call) };
}

function factsOf({ reached, shownArguments }: CallSeen): AuditEntry['facts'] {
  if (reached === undefined && shownArguments === undefined) return undefined;
  return {
    ...(reached !== undefined && { reached }),
    ...(shownArguments !== undefined && { arguments: shownArguments }),
  };
}

/** Codes of whoever may not, or not now; everything else went wrong. */
const refusals: ReadonlySet<string> = new Set([
  'UNAUTHORIZED',
  'FORBIDDEN',
  'INSUFFICIENT_SCOPE',
  'QUOTA_EXCEEDED',
  'RATE_LIMITED',
]);

function outcomeOf(code: string | null): 'error' | 'refused' {
  return code !== null && refusals.has(code) ? 'refused' : 'error';
}

/** Microseconds are as fine as a clock tells anything. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
