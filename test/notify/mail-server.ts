import { afterAll, beforeAll, describe } from 'vitest';
import { cheapPasswords } from '../dashboard/cheap-passwords.ts';
import { type DashboardServer, openDashboardServer } from '../dashboard/dashboard-server.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';

export const from = 'CreatorAudit <gateway@northlight.example>';

/** Runs a suite against a server that sends mail, on each database. */
export function testMailServers(
  name: string,
  suite: (opened: { dashboard: () => DashboardServer; mailbox: () => Mailbox }) => void,
  settings: Record<string, string> = {},
): void {
  describe.each(['sqlite', 'postgres'] as const)(`${name} on %s`, (dialect) => {
    let current: { dashboard: DashboardServer; mailbox: Mailbox } | undefined;
    beforeAll(async () => {
      const mailbox = await startMailbox({ user: 'gateway', password: 'smtp p@ssword' });
      const sending = { SMTP_URL: mailbox.url, MAIL_FROM: from, TRUST_PROXY: 'on', METRICS_PORT: '0', ...settings };
      const dashboard = await openDashboardServer(dialect, sending, { passwords: cheapPasswords });
      current = { dashboard, mailbox };
    });
    afterAll(async () => {
      await current?.dashboard.stop();
      await current?.mailbox.stop();
    });
    const opened = () => {
      if (current === undefined) throw new Error('the server starts in beforeAll');
      return current;
    };
    suite({ dashboard: () => opened().dashboard, mailbox: () => opened().mailbox });
  });
}
