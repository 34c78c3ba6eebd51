import type { MailSetting } from '../config/mail-setting.ts';
import type { MailKind, MailRow } from '../store/schema.ts';
import { afterTry, type Outcome } from './decide.ts';
import { postExpiringKeys } from './expiring-keys.ts';
import { type Posting, postFromTrail } from './from-trail.ts';
import { letterOf, type Writing } from './letter-of.ts';
import {
  countHanded,
  drop,
  type Left,
  markHanded,
  postpone,
  type Settled,
  settle,
  takeBack,
  takeBackHanded,
  takeNext,
} from './outbox/claims.ts';
import { deleteOld } from './outbox/delete-old.ts';
import { keepLastLines, leftLastLines } from './outbox/last-lines.ts';
import { holdLease, leaveLease } from './outbox/lease.ts';
import { mostADay } from './outbox/post.ts';
import type { Sender } from './outbox/sender.ts';
import { composeMessage } from './smtp/compose-message.ts';
import { deliver } from './smtp/deliver.ts';

/** What became of a mail: nobody's address, nothing that it says. */
export interface MailEvent {
  mail: string;
  kind: MailKind;
  outcome: Settled | 'retried' | 'dropped';
  tries: number;
  /** Of the SMTP server or the connection, where it was not accepted. */
  code?: string;
}

export interface MailerSetting extends Posting, Writing {
  store: Posting['store'] & Writing['store'];
  smtp: MailSetting;
  /** Where this process may keep a file of its own. */
  folder: string;
  /** This process, and whether another of this machine runs. */
  pid: number;
  startedAt: number;
  isAlive: (pid: number) => boolean;
  report: (event: MailEvent) => void;
  onError: (error: unknown) => void;
}

/** Sends what was posted, in one process of those on a database. */
export interface Mailer {
  start(): void;
  /** Looks at once: something was posted. */
  wake(): void;
  /** Takes on nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}

interface Progress {
  isLastLineOut: boolean;
}

/** A failure of ours. */
const internal = 'internal';
const pollMs = 2_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function createMailer(setting: MailerSetting): Mailer {
  const { store, now, newId, onError } = setting;
  const { pid, startedAt, isAlive } = setting;
  const sender: Sender = { id: newId(), pid, startedAt, isAlive };
  const stopping = new AbortController();
  let bell = Promise.withResolvers<void>();
  let running: Promise<void> | null = null;
  let sweptAt = Number.NEGATIVE_INFINITY;
  /** Null before it was asked for the first time. */
  let isLeading: boolean | null = null;
  /** Whether a mail was left without an answer. */
  let leftOpen = false;
  const lastLines = keepLastLines(setting.folder, sender);

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      // Renewed before looking, so that whatever is posted meanwhile rings the new one.
      bell = Promise.withResolvers<void>();
      await pass().catch(onError);
      const timer = setTimeout(bell.resolve, pollMs).unref();
      await bell.promise;
      clearTimeout(timer);
    }
    await leaveLease(store, sender).catch(onError);
    await lastLines.close({ isNeeded: leftOpen }).catch(onError);
  }

  async function pass(): Promise<void> {
    const wasLeading = isLeading;
    isLeading = await holdLease(store, sender, now());
    // At the start too, though a process on another machine may send now: what died here is known here alone.
    if (isLeading !== wasLeading) await takeOver();
    if (!isLeading) return;
    await post().catch(onError);
    tellUnknown(await takeBack(store, now()));
    while (!stopping.signal.aborted && (await holdLease(store, sender, now()))) {
      const mail = await takeNext(store, sender.id, now());
      if (mail === undefined) return;
      await send(mail);
    }
  }

  /** What nobody posts at the moment it happens. */
  async function post(): Promise<void> {
    await postFromTrail(setting);
    if (Math.abs(now() - sweptAt) < hourMs) return;
    await postExpiringKeys(setting);
    await deleteOld(store, now());
    sweptAt = now();
  }

  /** From processes of this machine that were killed. */
  async function takeOver(): Promise<void> {
    for (const { claim, sent, forget } of await leftLastLines(setting.folder, sender)) {
      if (sent !== null) tellUnknown(await takeBackHanded(store, claim, sent, now()));
      await forget();
    }
  }

  function tellUnknown(left: readonly Left[]): void {
    for (const { id, kind, tries } of left) setting.report({ mail: id, kind, outcome: 'unknown', tries });
  }

  async function send(mail: MailRow): Promise<void> {
    const progress: Progress = { isLastLineOut: false };
    const outcome = await outcomeOf(mail, progress).catch((error: unknown): Outcome => {
      onError(error);
      return { kind: 'failed', code: internal };
    });
    // Not answered in the time that a shutdown has, or the answer could not be written down: it is not sent again.
    const isOpen =
      outcome.kind === 'failed' && progress.isLastLineOut && (stopping.signal.aborted || outcome.code === internal);
    leftOpen ||= isOpen;
    if (!isOpen) await conclude(mail, outcome);
  }

  async function outcomeOf(mail: MailRow, progress: Progress): Promise<Outcome> {
    const { id, address } = mail;
    if ((await countHanded(store, address, now() - dayMs)) >= mostADay) return { kind: 'over_limit' };
    const letter = await letterOf(setting, mail);
    if (letter === null) return { kind: 'nothing' };
    await lastLines.open();
    const date = new Date(mail.created_at);
    const message = await composeMessage(letter, { id, to: address, from: setting.smtp.from, date });
    return await deliver({
      setting: setting.smtp,
      to: address,
      message,
      signal: stopping.signal,
      beforehand: () => markHanded(store, id, sender.id, now()),
      atLastLine: () => {
        progress.isLastLineOut = true;
        noteLastLine(mail);
      },
    });
  }

  function noteLastLine(mail: MailRow): void {
    try {
      lastLines.note(mail);
    } catch (error) {
      onError(error);
    }
  }

  async function conclude({ id, kind, tries, created_at }: MailRow, outcome: Outcome): Promise<void> {
    const code = 'code' in outcome ? { code: String(outcome.code) } : {};
    const tell = (told: MailEvent['outcome']) => setting.report({ mail: id, kind, outcome: told, tries, ...code });
    const next = afterTry(outcome, { kind, tries, createdAt: Date.parse(created_at), now: now() });
    if (next.kind === 'drop') {
      await drop(store, id, sender.id);
      return tell('dropped');
    }
    if (next.kind === 'settle') {
      await settle(store, id, sender.id, next.state, now());
      return tell(next.state);
    }
    // Cut off by the shutdown it goes at once, from another process or after the next start.
    await postpone(store, id, sender.id, stopping.signal.aborted ? now() : next.until);
    tell('retried');
  }

  return {
    start: () => {
      running ??= run();
    },
    wake: () => bell.resolve(),
    stop: async () => {
      stopping.abort();
      bell.resolve();
      await running;
    },
  };
}
