import { expect, it } from 'vitest';
import { propertiesOf } from '../../src/api/openapi/schema-parts.ts';
import { jsonSchema } from '../../src/contract/json-schema.ts';
import type { DashboardRoute } from '../../src/dashboard/contract/route.ts';
import { allDashboardRoutes } from '../../src/dashboard/contract/routes.ts';
import { shortestPassword } from '../../src/dashboard/contract/session.ts';
import { setPassword } from '../../src/dashboard/people/set-password.ts';
import { nobody } from '../audit/authors.ts';
import { startMailbox } from '../notify/mailbox.ts';
import { cheapPasswords } from './cheap-passwords.ts';
import { Browser, openDashboardServer, password, setUpOwner, someone, tokenOf } from './dashboard-server.ts';

const common = ['1234567890', 'qwertyuiop', 'PASSWORD123', 'Iloveyou12'];

/** The field that takes a new password: one that may not be short. */
function newPasswordOf({ body }: DashboardRoute): string | undefined {
  const { properties } = jsonSchema(body, 'input');
  if (properties === undefined) return undefined;
  return propertiesOf(properties).find(([, field]) =>
    JSON.stringify(field).includes(`"minLength":${shortestPassword}`),
  )?.[0];
}

it('one of the most common passwords is taken by no route, nor by the operator’s command', async () => {
  const mailbox = await startMailbox();
  const settings = { SIGN_UP: 'open', SMTP_URL: mailbox.url, MAIL_FROM: 'gateway@example.com' };
  const dashboard = await openDashboardServer('sqlite', settings, { passwords: cheapPasswords });
  try {
    const setup = tokenOf(dashboard.server.setupLink);
    const early = new Browser(dashboard);
    const bodies: Record<string, () => Promise<[Browser, object]>> = {
      set_up: async () => [early, { ...someone(), token: setup, organization_name: 'First' }],
      sign_up: async () => [new Browser(dashboard), { ...someone(), organization_name: 'Other' }],
      change_password: async () => [owner, { current_password: password }],
      accept_invitation: async () => {
        const { link } = (await owner.post('/invitations', { email: someone().email, role: 'viewer' })).body.data;
        return [new Browser(dashboard), { token: tokenOf(link), name: 'New' }];
      },
      reset_password: async () => {
        const { email } = (await owner.get('/session')).body.data.person;
        await owner.post('/session/password-reset', { email });
        resets += 1;
        const mail = (await mailbox.to(email, resets)).at(-1);
        return [new Browser(dashboard), { token: tokenOf(mail?.link ?? null) }];
      },
    };
    let owner = early;
    let resets = 0;
    const routes = allDashboardRoutes.flatMap((route) => {
      const field = newPasswordOf(route);
      return field === undefined ? [] : [{ ...route, field }];
    });
    expect(routes.map(({ id }) => id).sort()).toEqual(Object.keys(bodies).sort());
    for (const { id, method, path, field } of routes.sort((a) => (a.id === 'set_up' ? -1 : 1))) {
      for (const secret of common) {
        const [browser, body] = (await bodies[id]?.()) ?? [early, {}];
        const answer = await browser.send(method, path, { ...body, [field]: secret });
        expect([id, secret, answer.status, answer.body.errors]).toEqual([
          id,
          secret,
          422,
          [{ field, message: expect.stringContaining('most people choose') }],
        ]);
      }
      if (id === 'set_up') owner = (await setUpOwner(dashboard)).browser;
    }
    const operator = {
      store: dashboard.store,
      now: Date.now,
      newId: () => '',
      author: nobody,
      changed: () => undefined,
    };
    const { email } = (await owner.get('/session')).body.data.person;
    await expect(setPassword(operator, { email, password: 'qwertyuiop' })).rejects.toThrow();
    expect((await owner.get('/members')).status).toBe(200);
  } finally {
    await dashboard.stop();
    await mailbox.stop();
  }
});
