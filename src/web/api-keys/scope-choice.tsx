import { impliedScopes, scopeMeaning, scopes } from '../../contract/scope.ts';
import type { Scope } from '../api/resources.ts';

const titles: Readonly<Record<Scope, string>> = {
  ingest: 'Push numbers in only',
  read: 'Read',
  write: 'Read and write',
  admin: 'Everything: read, write and admin',
};

/** The narrow ones first; what only pushes comes last, since few keys are for that. */
const choices: readonly Scope[] = [...scopes.filter((scope) => scope !== 'ingest'), 'ingest'];

/** What a key may do. One is chosen: each implies the narrower ones; its name in the form is `scope`. */
export function ScopeChoice({
  preset = 'read',
  offered = choices,
  error,
}: {
  preset?: Scope;
  /** Which of them there are to choose from. */
  offered?: readonly Scope[];
  error?: string | undefined;
}) {
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 text-sm font-medium">Scopes</legend>
      {offered.map((scope) => (
        <label
          key={scope}
          className="flex cursor-pointer gap-3 rounded-lg border border-line p-3 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input type="radio" name="scope" value={scope} defaultChecked={scope === preset} className="mt-0.5" />
          <span className="text-sm">
            <span className="block font-medium">{titles[scope]}</span>
            <span className="block text-muted">{scopeMeaning[scope]}</span>
          </span>
        </label>
      ))}
      {error !== undefined && (
        <p role="alert" className="text-xs text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** The scopes that a form's choice amounts to. */
export function chosenScopes(values: FormData): Scope[] {
  const chosen = values.get('scope');
  return [...impliedScopes(scopes.filter((scope) => scope === chosen))];
}

export function widest(granted: readonly Scope[]): Scope {
  return impliedScopes(granted).at(-1) ?? 'read';
}
