import { writeChange } from '../audit/write-change.ts';
import { addSecrets } from '../keys/add-secrets.ts';
import { parseDuration, parseExpiry } from '../keys/duration.ts';
import type { KeyReference } from '../keys/key-reference.ts';
import type { ApiKey } from '../keys/lifecycle/api-key.ts';
import { deleteKey, disableKey, enableKey, renameKey, setKeyScopes } from '../keys/lifecycle/change.ts';
import { createKey } from '../keys/lifecycle/create.ts';
import { listKeys, usedWithinLast24h } from '../keys/lifecycle/read.ts';
import { rotateKey } from '../keys/lifecycle/rotate.ts';
import { rehashKeys } from '../keys/rehash.ts';
import { pickOrganization } from '../organizations/read.ts';
import { resealUpstreamKeys } from '../upstream/keys/stored-keys.ts';
import { type Answer, type Command, type Invocation, type Program, UsageError } from './command.ts';
import { table } from './table.ts';
import { type Workplace, withWorkplace } from './workplace.ts';

const usage = `Usage: npm run -s keys -- COMMAND [--organization ID] [--json]

  create --name NAME [--scopes read,write,admin] [--expires 90d|12h|2027-01-31]
                            prints the new key, and nothing else, on standard output
  list
  disable ID | enable ID    a running server obeys within a second
  rename ID NAME
  scopes ID read,write
  rotate ID [--overlap 24h] prints a new key; the old one expires after the overlap
  delete ID
  rotate-secrets [--step add|rehash]
                            renews what keys are hashed and sealed with; the keys stay as they are. With several
                            machines: --step add, copy the secrets file to all of them, then --step rehash

Without --organization the only organization is taken. Expiry dates begin at midnight UTC.`;

const commands: Readonly<Record<string, Command>> = {
  create: {
    words: [],
    options: ['organization', 'name', 'scopes', 'expires'],
    run: (invocation) =>
      withWorkplace(invocation, async (workplace) => {
        const wish = {
          name: needed(invocation, 'name'),
          scopes: invocation.option('scopes')?.split(','),
          expiresAt: expiry(invocation.option('expires'), workplace.now()),
          createdBy: 'cli',
        };
        const organizationId = await organizationOf(workplace, invocation);
        const made = await createKey(await workplace.openKeys(), { ...wish, organizationId });
        return { data: { ...made.apiKey, key: made.fullKey }, text: made.fullKey };
      }),
  },
  list: {
    words: [],
    options: ['organization'],
    run: (invocation) =>
      withWorkplace(invocation, async (workplace) => {
        const keys = await listKeys(workplace, await organizationOf(workplace, invocation));
        return { data: keys, text: keyTable(keys) };
      }),
  },
  disable: onKey([], (workplace, reference) => disableKey(workplace, reference)),
  enable: onKey([], (workplace, reference) => enableKey(workplace, reference)),
  rename: onKey(['NAME'], (workplace, reference, { word }) => renameKey(workplace, reference, word('NAME'))),
  scopes: onKey(['SCOPES'], (workplace, reference, { word }) =>
    setKeyScopes(workplace, reference, word('SCOPES').split(',')),
  ),
  delete: onKey([], (workplace, reference) => deleteKey(workplace, reference), warningOfUse),
  rotate: {
    words: ['ID'],
    options: ['organization', 'overlap'],
    run: (invocation) =>
      withWorkplace(invocation, async (workplace) => {
        const overlapMs = duration(invocation.option('overlap'));
        const reference = await referenceOf(workplace, invocation);
        const made = await rotateKey(await workplace.openKeys(), { ...reference, overlapMs, createdBy: 'cli' });
        return { data: { ...made.apiKey, key: made.fullKey }, text: made.fullKey };
      }),
  },
  'rotate-secrets': {
    words: [],
    options: ['step'],
    run: (invocation) => withWorkplace(invocation, (workplace) => renewSecrets(workplace, invocation.option('step'))),
  },
};

export const keyProgram: Program = { usage, commands };

/** A command about one key; its answer is the key as it is then. */
function onKey(
  furtherWords: readonly string[],
  change: (workplace: Workplace, reference: KeyReference, invocation: Invocation) => Promise<ApiKey>,
  warning: (key: ApiKey, now: number) => string | undefined = () => undefined,
): Command {
  return {
    words: ['ID', ...furtherWords],
    options: ['organization'],
    run: (invocation) =>
      withWorkplace(invocation, async (workplace) => {
        const key = await change(workplace, await referenceOf(workplace, invocation), invocation);
        const said = warning(key, workplace.now());
        return { data: key, text: keyTable([key]), ...(said === undefined ? {} : { warning: said }) };
      }),
  };
}

async function renewSecrets({ openKeys, config }: Workplace, step: string | undefined): Promise<Answer> {
  if (step !== undefined && step !== 'add' && step !== 'rehash') throw new UsageError('--step is add or rehash.');
  const context = await openKeys();
  if (step !== 'rehash') await addSecrets({ ...context, path: config.secretsFile });
  const facts = { step: step ?? 'add and rehash' };
  await writeChange(context.store.write, context, { organizationId: null, by: 'cli', event: 'secrets.rotated', facts });
  if (step === 'add')
    return { data: { added: true }, text: `Added a pepper and a sealing key to ${config.secretsFile}.` };
  const count = await rehashKeys(context.store, context.secrets.current());
  await resealUpstreamKeys(context.store, context.secrets.current());
  const text = `Renewed ${count.rehashed} key(s); ${count.waiting} will be at their next use, which needs the old pepper.`;
  return { data: count, text };
}

async function referenceOf(workplace: Workplace, invocation: Invocation): Promise<KeyReference> {
  return { organizationId: await organizationOf(workplace, invocation), keyId: invocation.word('ID') };
}

async function organizationOf({ store }: Workplace, invocation: Invocation): Promise<string> {
  return (await pickOrganization(store, invocation.option('organization'))).id;
}

function warningOfUse(key: ApiKey, now: number): string | undefined {
  return usedWithinLast24h(key, now)
    ? `Warning: this key was last used at ${key.last_used_at}; what still uses it is refused from now on.`
    : undefined;
}

function needed(invocation: Invocation, option: string): string {
  const value = invocation.option(option);
  if (value === undefined) throw new UsageError(`--${option} is missing.`);
  return value;
}

function expiry(text: string | undefined, now: number): string | undefined {
  if (text === undefined) return undefined;
  const expiresAt = parseExpiry(text, now);
  if (expiresAt === undefined) throw new UsageError('--expires is a duration such as 90d or 12h, or an ISO date.');
  return expiresAt;
}

function duration(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) throw new UsageError('--overlap is a duration such as 24h.');
  return milliseconds;
}

function keyTable(keys: readonly ApiKey[]): string {
  const headings = ['ID', 'NAME', 'KEY', 'SCOPES', 'STATUS', 'LAST USED', 'EXPIRES'];
  const rows = keys.map((key) => [
    key.id,
    key.name,
    key.masked_key,
    key.scopes.join(','),
    key.status,
    key.last_used_at ?? 'never',
    key.expires_at ?? 'never',
  ]);
  return table(headings, rows);
}
