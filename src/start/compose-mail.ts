import { isProcessAlive } from '../audit/writers.ts';
import type { DashboardMail } from '../dashboard/dashboard-context.ts';
import type { MailEvent, Mailer } from '../notify/mailer.ts';
import type { Opened } from './opened.ts';

interface ComposedMail {
  mailer: Mailer | null;
  /** What the dashboard is given of it. */
  posting: DashboardMail | null;
}

/** The sender of mails; it and its library are loaded only where mail is sent. */
export async function composeMail(
  { config, outside, store, secrets, log, metrics }: Opened,
  onError: (error: unknown) => void,
): Promise<ComposedMail> {
  if (config.mail === null) return { mailer: null, posting: null };
  const { createMailer } = await import('../notify/mailer.ts');
  const counted = metrics?.mail();
  const mailer = createMailer({
    ...outside,
    store,
    secrets,
    smtp: config.mail,
    folder: config.dataDir,
    signUp: config.signUp,
    dashboardUrl: config.publicUrls.dashboard,
    pid: process.pid,
    startedAt: performance.timeOrigin,
    isAlive: isProcessAlive,
    report: (event) => {
      counted?.mail(event.kind, event.outcome);
      log.logger[levels[event.outcome]](event, 'mail');
    },
    onError,
  });
  return { mailer, posting: { wake: mailer.wake, onError } };
}

const levels: Readonly<Record<MailEvent['outcome'], 'info' | 'warn'>> = {
  sent: 'info',
  dropped: 'info',
  retried: 'warn',
  refused: 'warn',
  given_up: 'warn',
  over_limit: 'warn',
  unknown: 'warn',
};
