import { afterEach, describe, expect, it } from 'vitest';
import type { MailSetting } from '../../src/config/mail-setting.ts';
import { type Delivery, deliver } from '../../src/notify/smtp/deliver.ts';
import { type Mailbox, reply, startMailbox } from './mailbox.ts';

let mailbox: Mailbox;
afterEach(() => mailbox.stop());

const to = 'ann@example.com';
const happened: string[] = [];

function give(
  setting: Partial<MailSetting> = {},
  before: () => Promise<void> = async () => undefined,
): Promise<Delivery> {
  happened.length = 0;
  mailbox.behave = ((behave) => (stage, session) => {
    happened.push(stage);
    return behave(stage, session);
  })(mailbox.behave);
  const whole = { host: '127.0.0.1', port: mailbox.port, secure: false, requiresTls: false, login: null };
  return deliver({
    setting: { ...whole, from: { name: '', address: 'gateway@example.com' }, ...setting },
    to,
    message: Buffer.from(`Subject: x\r\n\r\n.a line that begins with a dot\r\n.\r\nand what comes after it`),
    signal: new AbortController().signal,
    beforehand: async () => {
      happened.push('beforehand');
      await before();
    },
    atLastLine: () => void happened.push('at the last line'),
  });
}

describe('an SMTP server', () => {
  it('gets the last line when all before it is there, and what must be done first was done', async () => {
    mailbox = await startMailbox();
    expect(await give()).toEqual({ kind: 'accepted' });
    expect(happened).toEqual(['connected', 'beforehand', 'recipient', 'at the last line', 'message', 'taken over']);
    expect(mailbox.received[0]?.raw).toContain('.a line that begins with a dot\r\n.\r\nand what comes after it');
  });

  it('is told nothing of a message that must not be sent', async () => {
    mailbox = await startMailbox();
    const refused = await give({}, () => Promise.reject(new Error('another process sends this mail')));
    expect(refused).toMatchObject({ kind: 'failed' });
    expect([happened, mailbox.received]).toEqual([['connected', 'beforehand'], []]);
    expect(await give()).toEqual({ kind: 'accepted' });
    expect(mailbox.received).toHaveLength(1);
  });

  it.each([
    ['connected', 421, { kind: 'failed', code: '421' }],
    ['connected', 554, { kind: 'failed', code: '554' }],
    ['recipient', 451, { kind: 'failed', code: '451' }],
    ['recipient', 550, { kind: 'refused', code: 550 }],
    ['message', 452, { kind: 'failed', code: '452' }],
    ['message', 554, { kind: 'refused', code: 554 }],
  ] as const)('that answers at %s with %s is understood', async (stage, code, delivery) => {
    mailbox = await startMailbox();
    mailbox.behave = (reached) => {
      if (reached === stage) throw reply(code);
    };
    const came = await give();
    // A greeting that is no 220 is a failure of the connection.
    expect([delivery.kind, stage === 'connected' ? came.kind : came]).toEqual([
      delivery.kind,
      stage === 'connected' ? 'failed' : delivery,
    ]);
    expect(mailbox.received).toEqual([]);
  });

  it('that takes no such password refuses no mail by it', async () => {
    mailbox = await startMailbox({ user: 'gateway', password: 'right' });
    expect(await give({ login: { user: 'gateway', password: 'wrong' } })).toEqual({ kind: 'failed', code: '535' });
    expect(await give({ login: { user: 'gateway', password: 'right' } })).toEqual({ kind: 'accepted' });
  });

  it('is given nothing where it offers no TLS, or a certificate of somebody else’s making', async () => {
    mailbox = await startMailbox();
    expect(await give({ requiresTls: true })).toMatchObject({ kind: 'failed' });
    await mailbox.stop();
    mailbox = await startMailbox({ tls: 'from the beginning' });
    expect(await give({ secure: true })).toMatchObject({ kind: 'failed' });
    await mailbox.stop();
    mailbox = await startMailbox({ tls: 'offered' });
    expect(await give({ requiresTls: true })).toMatchObject({ kind: 'failed' });
    expect([happened.includes('recipient'), mailbox.received]).toEqual([false, []]);
  });

  it('that is not there fails', async () => {
    mailbox = await startMailbox();
    await mailbox.stop();
    expect(await give()).toMatchObject({ kind: 'failed' });
    mailbox = await startMailbox();
  });
});
