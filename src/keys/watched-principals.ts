import type { Principal } from '../contract/principal.ts';
import type { Store } from '../store/store.ts';
import { knownGrant, selectGrants } from './grants/look-up.ts';
import { knownKey, selectVerifiable, verdictAt } from './look-up.ts';
import type { Verdict } from './verdict.ts';

/** What became of a key that something long-lived, such as an MCP subscription, goes on with. */
export type KeyChange = { kind: 'revoked' } | { kind: 'scopes_changed'; principal: Principal };

interface Watcher {
  principal: Principal;
  listener: (change: KeyChange) => void;
  /** False until its key was read once: it may have changed between its check and the start of the watch. */
  checked: boolean;
}

interface WatchSetting {
  store: Store;
  now: () => number;
  onError: (error: unknown) => void;
}

/** Few keys per statement: PostgreSQL and SQLite both bound a statement's parameters. */
const keysPerQuery = 500;

/** Keeps those who must hear of a key's end or change of scopes without asking for it. */
export function watchPrincipals({ store, now, onError }: WatchSetting) {
  const watchers = new Set<Watcher>();

  async function check(which: (watcher: Watcher) => boolean = () => true): Promise<void> {
    const chosen = [...watchers].filter(which);
    const byOrganization = Map.groupBy(chosen, ({ principal }) => principal.organizationId);
    for (const [organizationId, group] of byOrganization) {
      const verdicts = await readVerdicts(organizationId, group);
      for (const watcher of group) judge(watcher, verdicts.get(watcher.principal.keyId));
    }
  }

  async function readVerdicts(organizationId: string, group: readonly Watcher[]): Promise<Map<string, Verdict>> {
    const verdicts = new Map<string, Verdict>();
    for (const ids of chunks(group, false)) {
      const rows = await selectVerifiable(store.read)
        .where('api_keys.organization_id', '=', organizationId)
        .where('api_keys.id', 'in', ids)
        .execute();
      for (const row of rows) verdicts.set(row.id, verdictAt(knownKey(row), now()));
    }
    for (const ids of chunks(group, true)) {
      const rows = await selectGrants(store.read)
        .where('connect_grants.organization_id', '=', organizationId)
        .where('connect_grants.id', 'in', ids)
        .execute();
      for (const row of rows) verdicts.set(row.id, verdictAt(knownGrant(row), now()));
    }
    return verdicts;
  }

  function judge(watcher: Watcher, verdict: Verdict | undefined): void {
    // The watch may have been stopped or notified already while its row was read.
    if (!watchers.has(watcher)) return;
    watcher.checked = true;
    if (verdict?.kind !== 'valid') {
      watchers.delete(watcher);
      tell(watcher, { kind: 'revoked' });
      return;
    }
    const before = mayOf(watcher.principal);
    watcher.principal = verdict.principal;
    if (before !== mayOf(verdict.principal)) {
      tell(watcher, { kind: 'scopes_changed', principal: verdict.principal });
    }
  }

  function tell(watcher: Watcher, change: KeyChange): void {
    try {
      watcher.listener(change);
    } catch (error) {
      onError(error);
    }
  }

  return {
    watch(principal: Principal, listener: (change: KeyChange) => void): () => void {
      const watcher = { principal, listener, checked: false };
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
    check: () => check(),
    /** What no change of the revision announces: watches that just began, and the passing of time. */
    checkNewAndExpired: () => check(({ checked, principal }) => !checked || hasExpired(principal, now())),
  };
}

/** What decides what is shown to somebody. */
function mayOf({ scopes, grant }: Principal): string {
  return [scopes, grant?.grantable ?? []].map((each) => each.join(' ')).join('|');
}

/** The ids of those who are keys, or of those who are grants, in portions of one statement. */
function chunks(group: readonly Watcher[], areGrants: boolean): readonly (readonly string[])[] {
  const those = group.filter(({ principal }) => (principal.grant !== undefined) === areGrants);
  const ids = [...new Set(those.map(({ principal }) => principal.keyId))];
  return Array.from({ length: Math.ceil(ids.length / keysPerQuery) }, (_, at) =>
    ids.slice(at * keysPerQuery, (at + 1) * keysPerQuery),
  );
}

function hasExpired({ expiresAt }: Principal, at: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= at;
}
