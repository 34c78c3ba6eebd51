import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyOperation, allOperations } from '../../src/contract/operations.ts';
import { allDashboardRoutes } from '../../src/dashboard/contract/routes.ts';
import { type Answer, type Json, testDashboards } from '../dashboard/dashboard-server.ts';
import { figure } from '../long/trials.ts';
import { faceless, textOf } from './answers.ts';
import { type Definition, type Id, inputWith, type Place, placesIn, targetOf } from './places.ts';
import { rowsOf } from './rows-of.ts';
import { known, nobodysIds, nobodysWord, theirWord } from './tenants.ts';
import { askers, knownOfDashboard, nobodys, openTwoOrganizations, type TwoOrganizations } from './two-organizations.ts';

interface Case {
  readonly route: Definition;
  readonly place: Place;
}

const casesOf = (route: Definition, places: readonly Place[]): readonly Case[] =>
  places.map((place) => ({ route, place }));
/** Below the dashboard's own API, where sessions stand in place of keys. */
const asRoute = ({ path, ...operation }: AnyOperation): Definition => ({ ...operation, path: `/v2${path}` });

const v2Routes = allOperations.filter(({ scope }) => scope !== 'open').map(asRoute);
const cases: readonly Case[] = [
  ...allDashboardRoutes.flatMap((route) => casesOf(route, placesIn(route, knownOfDashboard))),
  ...v2Routes.flatMap((route) => casesOf(route, placesIn(route, known))),
];
/** The owner of both may go there: it is theirs. */
const opensBoth = new Set(['switch_organization']);

/** What an id that is not there comes to: nothing of it in a list, 404, or for lesser roles what they get for all. */
function found({ part }: Place, asker: (typeof askers)[number]): readonly number[] {
  const refused = asker === 'owner' || asker === 'owner of both' ? [] : [403];
  return part === 'params' ? [404, ...refused] : [200, 404, ...refused];
}

testDashboards("another organization's things, by the dashboard", (dashboard) => {
  let organizations: TwoOrganizations;
  let before: Awaited<ReturnType<typeof rowsOf>>;
  let cells = 0;

  beforeAll(async () => {
    organizations = await openTwoOrganizations(dashboard());
    before = await rowsOf(dashboard().store, organizations.theirs.organizationId);
  });
  afterAll(() => {
    figure(`two tenants by the dashboard: ${cells} answers, ${cases.length} places, ${askers.length} people`);
  });

  function values({ name, kind }: Place): readonly [Id, Id] {
    const { ids, cursor } = organizations.theirs;
    if (kind === 'words') return [theirWord, nobodysWord];
    if (kind === 'cursor') return [cursor, randomBytes(cursor.length).toString('base64url').slice(0, cursor.length)];
    return [ids[name] ?? '', nobodys[name] ?? nobodysIds[name] ?? ''];
  }

  describe.each(askers)('as %s', (asker) => {
    async function ask(route: Definition, place: Place | null, value: Id): Promise<Answer> {
      const { ids, v2 } = organizations.own;
      const input = inputWith(route, { ...ids, ...v2 }, place, value);
      cells += 1;
      return organizations.people[asker].send(route.method, targetOf(route, input), input.body);
    }

    it('answer in every place as what never existed', async () => {
      const asked = cases.filter(({ route }) => !(asker === 'owner of both' && opensBoth.has(route.id)));
      for (const { route, place } of asked) {
        const label = `${route.method} ${route.path} with their ${place.name}`;
        const [theirs, nobody] = values(place);
        const answer = await ask(route, place, theirs);
        expect(faceless(answer, theirs), label).toEqual(faceless(await ask(route, place, nobody), nobody));
        expect(textOf(answer, theirs), label).not.toMatch(organizations.traces);
        // A refusal of the rest of the input would be alike for the wrong reason.
        if (place.kind === 'id') expect([label, answer.status]).toEqual([label, expect.toBeOneOf(found(place, asker))]);
      }
    });

    it('stand in no answer that asks for nothing of theirs', async () => {
      const reads = [...allDashboardRoutes, ...v2Routes].filter(({ method }) => method === 'GET');
      // The session names the organizations of its person, and this one is in both.
      for (const route of reads.filter(({ id }) => !(asker === 'owner of both' && id === 'get_session'))) {
        expect(textOf(await ask(route, null, '')), route.id).not.toMatch(organizations.traces);
      }
    });
  });

  it('differ from our own, which an owner finds by the same requests', async () => {
    const { ids, v2 } = organizations.own;
    for (const { route, place } of cases.filter(({ place: { kind } }) => kind === 'id')) {
      if (route.method !== 'GET') continue;
      const input = inputWith(route, { ...ids, ...v2 }, place, { ...ids, ...v2 }[place.name] ?? '');
      const { status } = await organizations.people.owner.send('GET', targetOf(route, input));
      expect([route.id, place.name, status]).toEqual([route.id, place.name, 200]);
    }
  });

  it('neither suffer nor help when somebody who is in both leaves ours', async () => {
    const { owner, 'owner of both': both } = organizations.people;
    const { email } = (await both.get('/session')).body.data.person;
    const { id } = (await owner.get('/members')).body.data.find((member: Json) => member.email === email);
    expect((await owner.send('PATCH', `/members/${id}`, { role: 'viewer' })).status).toBe(200);
    // The other owner that there is now is theirs.
    expect((await owner.post('/organization/leave')).status).toBe(409);
    expect((await owner.send('DELETE', `/members/${id}`)).status).toBe(204);
  });

  it('are all as they were', async () => {
    expect(await rowsOf(dashboard().store, organizations.theirs.organizationId)).toEqual(before);
    for (const table of ['api_keys', 'members', 'invitations']) expect(before.get(table)?.length).toBeGreaterThan(0);
  });
});
