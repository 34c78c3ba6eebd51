import { beforeAll, expect, it } from 'vitest';
import {
  type Answer,
  Browser,
  joinAs,
  openDashboardServer,
  setUpOwner,
  someone,
  testDashboards,
  tokenOf,
} from './dashboard-server.ts';

/** An answer without what is of the request alone. */
function bare({ status, body }: Answer, email: string): unknown {
  return JSON.parse(JSON.stringify({ status, body: { ...body, request_id: '' } }).replaceAll(email, 'the address'));
}

testDashboards('which addresses have an account', (dashboard) => {
  let owner: Browser;
  let known: string;
  const nobody = someone('nobody').email;

  beforeAll(async () => {
    owner = (await setUpOwner(dashboard())).browser;
    known = (await joinAs(dashboard(), owner, 'viewer')).email;
    // Where both may be invited.
    await owner.post('/organizations', { name: 'Elsewhere' });
  });

  async function linkFor(email: string): Promise<string> {
    const invited = await owner.post('/invitations', { email, role: 'viewer' });
    expect(invited.status).toBe(201);
    return tokenOf(invited.body.data.link);
  }

  it('is told by no invitation to whoever made it and holds its link', async () => {
    const tokens = { known: await linkFor(known), nobody: await linkFor(nobody) };
    const preview = (token: string) => new Browser(dashboard()).post('/invitations/preview', { token });
    const there = await preview(tokens.known);
    const notThere = await preview(tokens.nobody);
    expect(Object.keys(there.body.data)).toEqual(Object.keys(notThere.body.data));
    const without = ({ body: { data } }: Answer) => ({ ...data, email: '', expires_at: '' });
    expect(without(there)).toEqual(without(notThere));
    for (const wish of [{}, { name: 'Me' }, { password: 'not the password' }, { password: 'short' }]) {
      const accept = (token: string) => new Browser(dashboard()).post('/invitations/accept', { token, ...wish });
      const answers = [bare(await accept(tokens.known), known), bare(await accept(tokens.nobody), nobody)];
      expect(answers[0], JSON.stringify(wish)).toEqual(answers[1]);
    }
  });

  it('is told by no refused sign-in: not by its answer, nor by leaving out the hashing', async () => {
    const signIn = (email: string) =>
      new Browser(dashboard()).post('/session/sign-in', { email, password: 'not the password' });
    expect(bare(await signIn(known), known)).toEqual(bare(await signIn(nobody), nobody));
    const took = async (email: string) => {
      // Else it would be the delay that is timed.
      dashboard().ahead.ms += 31_000;
      const began = performance.now();
      expect((await signIn(email)).status).toBe(401);
      return performance.now() - began;
    };
    const times = { known: [] as number[], nobody: [] as number[] };
    for (let round = 0; round < 4; round += 1) {
      times.known.push(await took(known));
      times.nobody.push(await took(nobody));
    }
    // The fastest of each is the least disturbed; without a hash it would be many times as fast.
    const ratio = Math.min(...times.known) / Math.min(...times.nobody);
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(2.5);
  });

  it('is guessed by no more tries than a password', async () => {
    const token = await linkFor(someone('counted').email);
    const wish = { token, password: 'not the password' };
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) {
      dashboard().ahead.ms += 31_000;
      statuses.push((await new Browser(dashboard()).post('/invitations/accept', wish)).status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  });
});

it('by SIGN_UP=open it is learned only by trying to make an account, ten times in a quarter of an hour', async () => {
  const dashboard = await openDashboardServer('sqlite', { SIGN_UP: 'open' });
  try {
    const { email } = await setUpOwner(dashboard);
    const signUp = () =>
      new Browser(dashboard).post('/session/sign-up', { ...someone(), email, organization_name: 'Mine' });
    const refused = await signUp();
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('No account can be made')]);
    const more = await Promise.all(Array.from({ length: 11 }, signUp));
    expect(more.filter(({ status }) => status === 429)).toHaveLength(2);
    expect(dashboard.log()).not.toContain(email);
  } finally {
    await dashboard.stop();
  }
});
