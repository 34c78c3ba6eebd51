import { randomUUID } from 'node:crypto';
import type { Role } from '../../src/dashboard/contract/route.ts';
import { writeClient } from '../../src/oauth/clients/client-rows.ts';
import { openPush } from '../../src/store/pushes/push-rows.ts';
import type { Store } from '../../src/store/store.ts';
import { type Browser, type DashboardServer, type Json, joinAs, setUpOwner } from '../dashboard/dashboard-server.ts';
import { servingOf } from '../services/serving.ts';
import type { Id, Ids, Known } from './places.ts';
import { countCalls, furnish, liftNumbers, theirWord } from './tenants.ts';

/** Who asks: people of the other organization by role, and an owner of both whose session is in the other one. */
export const askers = ['owner', 'admin', 'member', 'viewer', 'owner of both'] as const;
type Asker = (typeof askers)[number];

/** Two organizations with people on one server. */
export interface TwoOrganizations {
  readonly theirs: { readonly organizationId: string; readonly ids: Ids; readonly cursor: string };
  readonly own: { readonly ids: Ids; readonly v2: Ids };
  readonly people: Readonly<Record<Asker, Browser>>;
  /** What shows that something of theirs is in a text. */
  readonly traces: RegExp;
}

const dashboardIds = [
  'key_id',
  'member_id',
  'person_id',
  'invitation_id',
  'organization_id',
  'link_id',
  'session_id',
  'app_id',
  'own_app_id',
  'upload_id',
  'import_id',
  'push_id',
] as const;

/** What the suite knows of the fields of the dashboard's routes. */
export const knownOfDashboard: Known = {
  ids: new Set(dashboardIds),
  plain: new Set([
    'name',
    'organization_name',
    'email',
    'password',
    'current_password',
    'new_password',
    'overlap_hours',
    'limit',
    'operation',
    // A secret: whoever holds it has been invited, whatever organization they are in (test/dashboard/people.test.ts).
    'token',
    // The same of an app's request: the browser that opened it has it (test/oauth/attacks.test.ts).
    'reference',
    // Addresses outside.
    'redirect_uris',
    // A file that is handed in, and what is said of it.
    'bytes',
    'changed_at',
    'at',
    'data',
    'said',
  ]),
};

/** As long as theirs, and nothing's. */
export const nobodys: Ids = Object.fromEntries(dashboardIds.map((name) => [name, randomUUID()]));

export async function openTwoOrganizations(dashboard: DashboardServer): Promise<TwoOrganizations> {
  const both = (await setUpOwner(dashboard, `${theirWord} studio`)).browser;
  const theirPeople = [await joinAs(dashboard, both, 'admin'), await joinAs(dashboard, both, 'viewer')];
  await liftNumbers(dashboard.store);
  const theirs = await fill(dashboard, both, theirWord);
  const { body } = await both.get('/audit?limit=1');
  const key = (await both.get('/api-keys')).body.data[0];

  await both.post('/organizations', { name: 'ours' });
  const own = await fill(dashboard, both, 'ours');
  const joined = async (role: Role) => (await joinAs(dashboard, both, role)).browser;
  const people = {
    owner: await joined('owner'),
    admin: await joined('admin'),
    member: await joined('member'),
    viewer: await joined('viewer'),
    'owner of both': both,
  };
  const emails = theirPeople.map(({ email }) => email);
  const ids: readonly Id[] = [...Object.values(theirs.ids), ...Object.values(theirs.v2)];
  const traces = new RegExp(
    [theirWord, key.masked_key, ...emails, ...ids].map(String).join('|').replaceAll('.', '\\.'),
  );
  const { organizationId } = theirs;
  return {
    theirs: { organizationId, ids: { ...theirs.v2, ...theirs.ids }, cursor: body.pagination.next_cursor },
    own,
    people,
    traces,
  };
}

/** Fills the organization that the owner's session is in. */
async function fill(dashboard: DashboardServer, owner: Browser, word: string) {
  const organizationId: string = (await owner.get('/session')).body.data.organization.id;
  const v2 = await furnish(servingOf(dashboard.store, organizationId), word);
  const key = (await owner.post('/api-keys', { name: `${word} key` })).body.data;
  const wish = { email: `${word}-invited@example.com`, role: 'member' };
  const invitation = (await owner.post('/invitations', wish)).body.data;
  const member = (await owner.get('/members')).body.data.find((one: Json) => !one.is_you) ?? {};
  const linkId = randomUUID();
  if (member.person_id !== undefined) await linkProvider(dashboard.store, linkId, member.person_id);
  await countCalls(dashboard.store, organizationId, key.id);
  const ids: Ids = {
    key_id: key.id,
    member_id: member.id ?? randomUUID(),
    person_id: member.person_id ?? randomUUID(),
    invitation_id: invitation.id,
    organization_id: organizationId,
    link_id: linkId,
    session_id: await sessionOf(dashboard.store, member.person_id),
    app_id: await connectApp(dashboard.store, {
      organizationId,
      personId: member.person_id ?? (await owner.get('/session')).body.data.person.id,
      word,
    }),
    own_app_id: await makeOwn(dashboard.store, organizationId, word),
    ...(await handIn(owner, word)),
    push_id: await pushed(dashboard.store, organizationId),
  };
  return { organizationId, ids, v2 };
}

/** As an app that an owner made by hand, where that door is open. */
async function makeOwn({ write }: Store, organizationId: string, word: string): Promise<string> {
  const id = randomUUID();
  const redirectUris = ['https://app.example/callback'];
  const facts = { clientId: id, name: `${word} own app`, redirectUris, authentication: 'none' } as const;
  const origin = { kind: 'own', organizationId, secretHash: `hash of ${word}` } as const;
  await writeClient(write, { ...facts, jwks: null, jwksUri: null }, origin, Date.now());
  return id;
}

/** As an app that somebody has signed in and that has come for its tokens. */
async function connectApp(
  { write }: Store,
  { organizationId, personId, word }: { organizationId: string; personId: string; word: string },
): Promise<string> {
  const id = randomUUID();
  const at = new Date().toISOString();
  await write
    .insertInto('connect_grants')
    .values({
      id,
      organization_id: organizationId,
      person_id: personId,
      client_id: `client of ${word}`,
      client_name: `${word} app`,
      client_host: null,
      redirect_host: '127.0.0.1',
      scopes: 'read',
      status: 'enabled',
      created_at: at,
      expires_at: new Date(Date.now() + 86_400_000).toISOString(),
      code_used_at: at,
    })
    .execute();
  return id;
}

/** A file that waits, and one that was brought in. */
async function handIn(owner: Browser, word: string): Promise<{ upload_id: string; import_id: string }> {
  const upload = async (): Promise<string> => {
    const bytes = Buffer.from(`platform,username,name\ntiktok,${word}.file,${word}\n`);
    const facts = { name: `${word}.csv`, bytes: bytes.length, changed_at: 0 };
    const { id } = (await owner.post('/imports/uploads', facts)).body.data;
    await owner.post(`/imports/uploads/${id}/pieces`, { at: 0, data: bytes.toString('base64') });
    return id;
  };
  const { body } = await owner.post('/imports', { upload_id: await upload(), said: {} });
  return { upload_id: await upload(), import_id: body.data[0].import_id };
}

/** As a key has pushed something. */
function pushed({ write }: Store, organizationId: string): Promise<string> {
  return openPush(write, { id: randomUUID(), organizationId, keyId: randomUUID(), at: new Date().toISOString() });
}

/** One that is open; an id of none for nobody. */
async function sessionOf({ read }: Store, personId: string | undefined): Promise<string> {
  const sessions = read
    .selectFrom('dashboard_sessions')
    .select('id')
    .where('person_id', '=', personId ?? '');
  return (await sessions.executeTakeFirst())?.id ?? randomUUID();
}

/** As somebody does who comes back from a provider. */
async function linkProvider({ write }: Store, id: string, personId: string): Promise<void> {
  const identity = { issuer: 'https://provider.example', subject: `subject of ${personId}` };
  const linked_at = new Date().toISOString();
  await write
    .insertInto('provider_links')
    .values({ id, person_id: personId, linked_at, ...identity })
    .execute();
}
