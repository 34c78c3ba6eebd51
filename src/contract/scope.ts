/** What a key may do (contract §1). `ingest` stands beside the others, of which each implies those before it. */
export const scopes = ['ingest', 'read', 'write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** What a caller must have: `any` is any key that is good, `open` needs none. */
export type NeededScope = 'open' | 'any' | Scope;

/** One line each on what a scope allows, for pages and messages. */
export const scopeMeaning: Readonly<Record<Scope, string>> = {
  ingest: 'Push numbers in, and nothing else: it reads and deletes nothing.',
  read: 'Read accounts, creators, videos and analytics.',
  write: 'Also track, change and delete accounts, creators and videos, and push numbers in.',
  admin: 'Also whatever an administrator will be asked for; today no more than write.',
};

/** Narrowest first; each implies those before it. */
const ladder: readonly Scope[] = ['read', 'write', 'admin'];

/** What a new key has where nothing is picked. */
export const allScopes = ladder;

/**
 * The scopes that `granted` amounts to, narrowest first: `admin` alone is `read write admin`. `ingest` is named where it
 * was granted and no wider one includes it.
 */
export function impliedScopes(granted: readonly Scope[]): readonly Scope[] {
  const widest = Math.max(-1, ...granted.map((scope) => ladder.indexOf(scope)));
  const steps = ladder.slice(0, widest + 1);
  return granted.includes('ingest') && !steps.includes('write') ? ['ingest', ...steps] : steps;
}

/** Whether `granted` (as stored, not yet widened) covers `needed`. */
export function allows(granted: readonly Scope[], needed: Exclude<NeededScope, 'open'>): boolean {
  if (needed === 'any') return granted.length > 0;
  const implied = impliedScopes(granted);
  return implied.includes(needed) || (needed === 'ingest' && implied.includes('write'));
}
