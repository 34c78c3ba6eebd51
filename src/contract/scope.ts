/** What a key may do, narrowest first; each implies those before it (contract §1). */
export const scopes = ['read', 'write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** One line each on what a scope allows, for pages and messages. */
export const scopeMeaning: Readonly<Record<Scope, string>> = {
  read: 'Read accounts, creators, videos and analytics.',
  write: 'Also track, change and delete accounts, creators and videos.',
  admin: 'Also whatever an administrator will be asked for; today no more than write.',
};

/** The scopes that `granted` amounts to, narrowest first: `admin` alone is `read write admin`. */
export function impliedScopes(granted: readonly Scope[]): readonly Scope[] {
  const widest = Math.max(-1, ...granted.map((scope) => scopes.indexOf(scope)));
  return scopes.slice(0, widest + 1);
}

/** Whether `granted` (as stored, not yet widened) covers `needed`. */
export function allows(granted: readonly Scope[], needed: Scope): boolean {
  return impliedScopes(granted).includes(needed);
}
