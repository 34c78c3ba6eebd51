import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { cookieScope } from './cookie-scope.ts';

const daysKnown = 30;
const mostAccounts = 5;

/** An account that somebody was let in to. */
interface KnownAccount {
  personId: string;
  /** What the database keeps of its password: who knew an earlier one has no browser that is known. */
  passwordHash: string | null;
}

interface KnownBrowsersSetting {
  /** Signs what the cookie says. */
  secret: KeyObject;
  /** URL of the dashboard. */
  publicUrl: string;
  now: () => number;
  randomBytes: (size: number) => Uint8Array;
}

export interface KnownBrowsers {
  /** The name of the browser that sent these cookies, if it was let in to the account within 30 days; else null. */
  nameOf(cookies: string | null, account: KnownAccount): string | null;
  /** The `Set-Cookie` line by which it is known to the account from now on, and to others as before. */
  remember(cookies: string | null, account: KnownAccount): string;
}

const entry = z
  .string()
  .regex(/^[\w-]{16}\.\d{1,12}\.[\w-]{22}$/)
  .transform((text) => {
    const [name = '', since = '', mark = ''] = text.split('.');
    return { text, name, since: Number(since), mark };
  });
type Entry = z.output<typeof entry>;

/**
 * Browsers that are known to accounts, by a cookie that no script reads and nobody can make: for each account a random name,
 * when it was let in, and a mark over both and the account. It says of no account that it is one's, and lets nobody in.
 */
export function createKnownBrowsers({ secret, publicUrl, now, randomBytes }: KnownBrowsersSetting): KnownBrowsers {
  const { prefix, secure, path } = cookieScope(publicUrl);
  const cookieName = `${prefix}creatoraudit.known_browser`;

  function markOf(account: KnownAccount, { name, since }: Pick<Entry, 'name' | 'since'>): string {
    const said = JSON.stringify([account.personId, account.passwordHash, name, since]);
    return createHmac('sha256', secret).update(said).digest().subarray(0, 16).toString('base64url');
  }

  function isOf(account: KnownAccount, given: Entry): boolean {
    return timingSafeEqual(Buffer.from(markOf(account, given)), Buffer.from(given.mark));
  }

  function entriesIn(cookies: string | null): readonly Entry[] {
    const pair = (cookies ?? '').split(/;\s*/).find((one) => one.startsWith(`${cookieName}=`));
    const texts = pair?.slice(cookieName.length + 1).split('~', mostAccounts) ?? [];
    const oldest = Math.floor(now() / 1000) - daysKnown * 86_400;
    return texts.flatMap((text) => entry.safeParse(text).data ?? []).filter(({ since }) => since > oldest);
  }

  return {
    nameOf: (cookies, account) => entriesIn(cookies).find((each) => isOf(account, each))?.name ?? null,
    remember: (cookies, account) => {
      const entries = entriesIn(cookies);
      const present = entries.find((each) => isOf(account, each));
      const name = present?.name ?? Buffer.from(randomBytes(12)).toString('base64url');
      const since = Math.floor(now() / 1000);
      const renewed = `${name}.${since}.${markOf(account, { name, since })}`;
      const others = entries.filter((each) => each !== present).map(({ text }) => text);
      const value = [renewed, ...others].slice(0, mostAccounts).join('~');
      const attributes = [`Max-Age=${daysKnown * 86_400}`, `Path=${path}`, 'HttpOnly', 'SameSite=Lax'];
      return [`${cookieName}=${value}`, ...attributes, ...(secure ? ['Secure'] : [])].join('; ');
    },
  };
}
