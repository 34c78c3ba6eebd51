import { type Config, ConfigError, loadConfig, type UpstreamSetting } from '../config.ts';
import { Problem } from '../contract/problem.ts';
import type { KeyContext } from '../keys/lifecycle/key-context.ts';
import { listOrganizations, pickOrganization } from '../organizations/read.ts';
import { openDataFolder } from '../start/data-folder.ts';
import { prepareFirstStart } from '../start/first-start.ts';
import { readDifferences, type SeenDifference } from '../upstream/answers/seen-differences.ts';
import { checkUpstreamKey } from '../upstream/keys/check-key.ts';
import {
  findUpstreamKey,
  openUpstreamKey,
  readSealedKey,
  removeUpstreamKey,
  type ShownUpstreamKey,
  storeUpstreamKey,
} from '../upstream/keys/stored-keys.ts';
import { type Answer, type Command, type Invocation, type Program, UsageError } from './command.ts';
import { table } from './table.ts';
import { type Workplace, withWorkplace } from './workplace.ts';

const usage = `Usage: npm run -s upstream -- COMMAND [--organization ID] [--json]

  set-key     takes the upstream's key from standard input, or from the variable UPSTREAM_KEY; asks the upstream whose it
              is, and keeps it sealed. A running server takes it within a second
  status      the key, masked, what the upstream says of it now, and how its answers differ from v2's
  remove-key

UPSTREAM_URL names the upstream. Without --organization the only organization is taken.`;

const commands: Readonly<Record<string, Command>> = {
  'set-key': onOrganization(async (workplace, organizationId, upstream, invocation) => {
    const key = (invocation.env.UPSTREAM_KEY || (await invocation.input())).trim();
    if (key === '') throw new UsageError('Give the key on standard input, or in the variable UPSTREAM_KEY.');
    const asked = await checkUpstreamKey(upstream, key);
    if (asked.kind === 'refused') {
      throw new Problem(
        'FORBIDDEN',
        `The upstream refuses this key (${asked.status}); nothing was changed. ${asked.detail}`,
      );
    }
    const { secrets, store, now } = await workplace.openKeys();
    const stored = await storeUpstreamKey(store, secrets.current(), {
      organizationId,
      key,
      upstreamOrganizationId: asked.who.organization_id,
      upstreamKeyName: asked.who.api_key_name,
      at: now(),
    });
    return shown(stored, 'accepted');
  }),
  status: onOrganization(async (workplace, organizationId, upstream) => {
    const found = await findUpstreamKey(workplace.store, organizationId);
    if (found === undefined) throw noKey();
    const keys = await workplace.openKeys();
    const state = await presentState(keys, organizationId, upstream);
    return withDifferences(shown(found, state), await readDifferences(workplace.store, upstream.url, keys.now()));
  }),
  'remove-key': onOrganization(async ({ store }, organizationId) => {
    const found = await findUpstreamKey(store, organizationId);
    if (found === undefined || !(await removeUpstreamKey(store, organizationId))) throw noKey();
    return shown(found, 'removed');
  }),
};

export const upstreamProgram: Program = { usage, commands };

function onOrganization(
  run: (
    workplace: Workplace,
    organizationId: string,
    upstream: UpstreamSetting,
    invocation: Invocation,
  ) => Promise<Answer>,
): Command {
  return {
    words: [],
    options: ['organization'],
    run: async (invocation) => {
      const config = loadConfig(invocation.env);
      const upstream = upstreamOf(config);
      if (config.database.kind === 'sqlite') await openDataFolder(config.dataDir);
      return withWorkplace(invocation, async (workplace) => {
        await haveOrganization(workplace);
        const { id } = await pickOrganization(workplace.store, invocation.option('organization'));
        return run(workplace, id, upstream, invocation);
      });
    },
  };
}

/** The first command may come before the first start, and does what that would have done. */
async function haveOrganization({ store, openKeys }: Workplace): Promise<void> {
  if ((await listOrganizations(store)).length === 0) await prepareFirstStart(await openKeys(), { sampleData: false });
}

function upstreamOf({ upstream }: Config): UpstreamSetting {
  if (upstream === null)
    throw new ConfigError('UPSTREAM_URL is not set: it names the upstream, as in https://api.creatoraudit.com/v2');
  if (upstream.auth === 'passthrough') {
    throw new ConfigError('UPSTREAM_AUTH is passthrough: callers bring their own keys, and none is kept here');
  }
  return upstream;
}

/** What the upstream says of the kept key; an upstream that does not answer is no failure of the command. */
async function presentState({ store, secrets }: KeyContext, organizationId: string, upstream: UpstreamSetting) {
  const sealed = await readSealedKey(store, organizationId);
  const key = sealed === undefined ? null : await openUpstreamKey(secrets.current(), sealed, organizationId);
  if (key === null) return 'cannot be opened with these secrets: set it anew';
  try {
    const asked = await checkUpstreamKey(upstream, key);
    return asked.kind === 'valid' ? 'accepted' : `refused (${asked.status})`;
  } catch (error) {
    if (error instanceof Problem) return `not checked: ${error.detail}`;
    throw error;
  }
}

function shown(key: ShownUpstreamKey, state: string): Answer {
  const headings = ['ORGANIZATION', 'UPSTREAM KEY', 'NAME THERE', 'ORGANIZATION THERE', 'SET', 'STATE'];
  const { organization_id, masked_key, upstream_key_name, upstream_organization_id, set_at } = key;
  const row = [organization_id, masked_key, upstream_key_name, upstream_organization_id, set_at, state];
  return { data: { ...key, state }, text: table(headings, [row]) };
}

/** What running servers saw within the last day: it is passed on, so that nothing else tells of it here. */
function withDifferences({ data, text }: Answer, seen: readonly SeenDifference[]): Answer {
  const differences = seen.map(({ operation, field, kind, at }) => ({
    operation,
    field,
    difference: kind.replaceAll('_', ' '),
    last_seen: new Date(at).toISOString(),
  }));
  const rows = differences.map(({ operation, field, difference, last_seen }) => [
    operation,
    field,
    difference,
    last_seen,
  ]);
  const note =
    rows.length === 0
      ? 'Its answers were as v2 describes them, as far as the last day has shown.'
      : `Its answers differ from what v2 describes, and are passed on as they come:\n\n${table(['OPERATION', 'FIELD', 'DIFFERENCE', 'LAST SEEN'], rows)}`;
  return { data: { ...Object(data), differences }, text: `${text}\n\n${note}` };
}

function noKey(): Problem {
  return new Problem('NOT_FOUND', 'This organization has no upstream key: set-key sets one.');
}
