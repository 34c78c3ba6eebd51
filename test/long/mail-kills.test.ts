import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { setUpOwner } from '../dashboard/dashboard-server.ts';
import { from } from '../notify/mail-server.ts';
import { type Mailbox, type Stage, startMailbox } from '../notify/mailbox.ts';
import { Dice } from '../secrets/dice.ts';
import { type Program, startProgram } from '../start/program.ts';
import { emptyDatabase } from '../store/open-test-store.ts';
import { figure, runTrials } from './trials.ts';

const mails = 120;

/**
 * When the program is killed: at a stage of the conversation (`message`: the last line has arrived and is not answered yet),
 * some milliseconds after one, or as soon as the database, asked as fast as it answers, says that the server is told of a mail.
 */
const moments = ['connected', 'recipient', 'message', 'taken over', 'soon after', 'marked'] as const;

describe.each(['sqlite', 'postgres'] as const)(
  'mails of a program that is killed again and again, on %s',
  (dialect) => {
    it('arrive once each', async () => {
      const database = await emptyDatabase(dialect);
      const mailbox = await startMailbox();
      const { folder, setting } = database;
      const settings = {
        PORT: '0',
        DATA_DIR: folder,
        SECRETS_FILE: join(folder, 'secrets.json'),
        SAMPLE_DATA: 'off',
        LOG_LEVEL: 'info',
        SMTP_URL: mailbox.url,
        MAIL_FROM: from,
        ...(setting.kind === 'postgres' && { DATABASE_URL: setting.url }),
      };
      const posted = await post(settings, mailbox);
      const store = await openStore(
        setting.kind === 'postgres' ? setting : { kind: 'sqlite', file: join(folder, 'creatoraudit.db') },
      );
      const dice = new Dice(inject('longSeed'));
      const kills = await runTrials({ name: `mail, ${dialect}`, least: 6, most: 50, share: 0.04 }, async (index) => {
        const moment = moments[index % moments.length] ?? 'connected';
        await life(startProgram(settings), { mailbox, store, moment, afterMails: dice.below(2), dice });
      });

      const last = startProgram(settings);
      await last.ready;
      mailbox.behave = () => undefined;
      await expect
        .poll(async () => (await states(store)).filter(({ state }) => /waiting|taken|handed/.test(state)).length, {
          timeout: 120_000,
        })
        .toBe(0);
      last.child.kill('SIGKILL');
      await last.ended;
      const count = Map.groupBy(mailbox.received, ({ to }) => to);
      const lost = posted.filter((to) => !count.has(to));
      const twice = posted.filter((to) => (count.get(to)?.length ?? 0) > 1);
      const unanswered = (await states(store)).filter(({ state }) => state !== 'sent').length;
      figure(
        `mail, ${dialect}: ${kills} kills, ${lost.length} lost, ${twice.length} twice, ${unanswered} without an answer`,
      );
      await store.close();
      await mailbox.stop();
      await database.remove();
      expect({ lost, twice }).toEqual({ lost: [], twice: [] });
    });
  },
);

/** Mails that wait, as a server whose SMTP server says nothing leaves them. */
async function post(settings: Record<string, string>, mailbox: Mailbox): Promise<string[]> {
  const held = Promise.withResolvers<void>();
  mailbox.behave = () => held.promise;
  const program = startProgram(settings);
  const { url } = await program.ready;
  const setupLink = /http:\S+\/setup#\S+/.exec(program.stdout())?.[0] ?? '';
  const { browser } = await setUpOwner({ server: { url, setupLink } });
  const posted = Array.from({ length: mails }, (_, index) => `guest-${index}@example.com`);
  for (const email of posted) {
    const { status } = await browser.post('/invitations', { email, role: 'viewer' });
    expect(status).toBe(201);
  }
  program.child.kill('SIGKILL');
  await program.ended;
  held.resolve();
  return posted;
}

interface Life {
  mailbox: Mailbox;
  store: Store;
  moment: (typeof moments)[number];
  afterMails: number;
  dice: Dice;
}

/** Runs the program until the moment has come, and kills it. */
async function life(program: Program, { mailbox, store, moment, afterMails, dice }: Life): Promise<void> {
  const kill = () => program.child.kill('SIGKILL');
  let begun = 0;
  mailbox.behave = async (stage: Stage) => {
    if (stage === 'connected') begun += 1;
    if (begun <= afterMails) return;
    if (stage === moment) kill();
    if (moment === 'soon after' && stage === 'recipient') setTimeout(kill, dice.below(4));
    // What has arrived whole is taken over, whether or not anybody waits for the answer.
    if (stage === 'message' && moment === 'message') await program.ended;
  };
  if (moment === 'marked') await whenMarked(store, program, () => begun > afterMails, kill);
  await program.ended;
}

/** As fast as the database can be asked. */
async function whenMarked(store: Store, program: Program, isTime: () => boolean, kill: () => void): Promise<void> {
  let isOver = false;
  void program.ended.then(() => {
    isOver = true;
  });
  while (!isOver) {
    if (!isTime()) await pause(1);
    else if ((await states(store)).some(({ state }) => state === 'handed')) return kill();
    else await new Promise((resolve) => setImmediate(resolve));
  }
}

function states({ read }: Store) {
  return read.selectFrom('mails').select(['id', 'state']).where('state', '!=', 'sent').execute();
}
