import { z } from 'zod';
import { isLoopback } from './loopback.ts';

/** How mail is sent. */
export interface MailSetting {
  host: string;
  port: number;
  /** TLS from the beginning (`smtps://`). */
  secure: boolean;
  /** Whether the server has to offer STARTTLS. */
  requiresTls: boolean;
  login: { user: string; password: string } | null;
  from: { name: string; address: string };
}

interface Given {
  url: string | undefined;
  from: string | undefined;
  allowsPlain: boolean;
}

/** Null where no mail is sent; a text where a setting is wrong, which names it and says nothing of SMTP_URL: it holds a password. */
export function readMailSetting({ url: given, from: sender, allowsPlain }: Given): MailSetting | string | null {
  if (given === undefined && sender === undefined) return null;
  if (given === undefined || sender === undefined) return 'SMTP_URL and MAIL_FROM must be set together, or none';
  const url = /^smtps?:/.test(given) ? URL.parse(given) : null;
  const login = url === null ? 'unreadable' : loginOf(url);
  if (url === null || login === 'unreadable' || url.hostname === '' || !isBare(url)) {
    return 'SMTP_URL must be smtp://host:port or smtps://user:password@host, with special characters of user and password written as %40';
  }
  const from = senderOf(sender);
  if (from === null) {
    return 'MAIL_FROM must be an address, with a name in front or without: CreatorAudit <gateway@example.com>';
  }
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    // A link for a new password is worth as much as the password.
    requiresTls: !secure && !allowsPlain && !isLoopback(url.hostname),
    login,
    from,
  };
}

function isBare({ pathname, search, hash }: URL): boolean {
  return (pathname === '' || pathname === '/') && search === '' && hash === '';
}

function loginOf({ username, password }: URL): MailSetting['login'] | 'unreadable' {
  if (username === '' && password === '') return null;
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return 'unreadable';
  }
}

/** A sender with or without a name; null for what could become more than one line or address of a header. */
function senderOf(text: string): MailSetting['from'] | null {
  const [, name = '', inBrackets, bare] =
    /^(?:"?([^"<>\p{Cc}]*?)"?\s*<([^<>\s]+)>|([^<>\s]+))$/u.exec(text.trim()) ?? [];
  const address = z.email().safeParse(inBrackets ?? bare).data;
  return address === undefined ? null : { name: name.trim(), address };
}
