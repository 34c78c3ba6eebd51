import { keyInside } from '../contract/redact.ts';

/** How a key, or what was to be one, is dressed so that it is none. Told apart, since each is mended in another way. */
export type Dress =
  | 'doubled_scheme'
  | 'no_scheme'
  | 'other_scheme'
  | 'repeated'
  | 'quoted'
  | 'surrounded'
  | 'variable'
  | 'nothing'
  | 'example'
  | 'masked'
  | 'near_name';

/** What was seen, never the value, and what to do about it. */
export const dressWords: Readonly<Record<Dress, { readonly seen: string; readonly remedy: string }>> = {
  doubled_scheme: {
    seen: 'The word Bearer stands twice before the key.',
    remedy: 'Leave one of the two out: the client, or its configuration, adds it by itself.',
  },
  no_scheme: {
    seen: 'The Authorization header holds the key without the word Bearer.',
    remedy: 'Send `Authorization: Bearer <key>`.',
  },
  other_scheme: {
    seen: 'The Authorization header has another scheme than Bearer.',
    remedy: 'Send `Authorization: Bearer <key>`.',
  },
  repeated: {
    seen: 'The header holds a key more than once, with commas between.',
    remedy: 'Send the header once: it may be set in two places of the configuration.',
  },
  quoted: {
    seen: 'The key stands in quotes, which came along as part of it.',
    remedy: 'Leave the quotes out of the value.',
  },
  surrounded: {
    seen: 'There is a key, and something before or behind it.',
    remedy: 'Send the key alone: ca_live_ and 49 letters and digits.',
  },
  variable: {
    seen: 'In place of the key came the name of a variable that the client did not fill in.',
    remedy: 'Set the variable where the client is started, or use the way of writing variables that this client knows.',
  },
  nothing: {
    seen: 'In place of the key came the word that a program writes for no value.',
    remedy: 'Set the variable that the key is read from.',
  },
  example: {
    seen: 'In place of the key came the example from a text.',
    remedy: 'Put the key itself there.',
  },
  masked: {
    seen: 'This is the masked form of a key, which is shown so that nobody can use it.',
    remedy: 'Copy the key itself; it is shown once, when it is made.',
  },
  near_name: {
    seen: 'A key came under a name that is nearly right.',
    remedy: 'Send `Authorization: Bearer <key>`, or on /mcp a URL with ?api_key=.',
  },
};

/** A value in a key's place: a key, whatever it is worth; one that is dressed; or nothing of a key's at all. */
export type Reading =
  | { readonly kind: 'key'; readonly text: string }
  | { readonly kind: 'dressed'; readonly dress: Dress }
  | { readonly kind: 'other' };

const other: Reading = { kind: 'other' };

/**
 * Reads what stands in a key's place.
 * @param needsScheme whether only `Bearer …` is a key there: in the other places clients send it with or without
 */
export function readPresented(value: string, needsScheme: boolean): Reading {
  const given = asWritten(value).trim();
  if (given === '') return other;
  const bearer = /^bearer(?:[ \t]+|$)/i.exec(given);
  if (bearer !== null) return readText(given.slice(bearer[0].length).trim());
  return needsScheme ? withoutBearer(given) : readText(given);
}

/**
 * Node reads headers as Latin-1; what was UTF-8 (the dots of a masked key, curly quotes) is that again. Some clients
 * encode twice.
 */
function asWritten(value: string, times = 2): string {
  if (!/[\x80-\xff]/.test(value) || /[^\0-\xff]/.test(value)) return value;
  const text = Buffer.from(value, 'latin1').toString('utf8');
  if (text.includes('\ufffd')) return value;
  return times > 1 ? asWritten(text, times - 1) : text;
}

function withoutBearer(given: string): Reading {
  const held = keyInside(given);
  if (held === given) return dressed('no_scheme');
  if (held !== null) return dressed(/^[\w-]+[ :]/.test(given) ? 'other_scheme' : 'surrounded');
  const [, scheme = '', rest = ''] = /^(\S+)\s+(\S+)$/.exec(given) ?? [];
  if (scheme.toLowerCase() === 'basic' && keyInside(Buffer.from(rest, 'base64').toString('latin1')) !== null) {
    return dressed('other_scheme');
  }
  // An identity proxy's, or somebody's password: none of ours.
  return placeholderIn(given) ?? other;
}

function readText(text: string): Reading {
  if (text === '') return other;
  if (/^bearer[\s:]/i.test(text)) return dressed('doubled_scheme');
  if (/^[\w-]+$/.test(text) && !isWordForNothing(text) && !isExample(text)) return { kind: 'key', text };
  return placeholderIn(text) ?? wrapped(text) ?? { kind: 'key', text };
}

function wrapped(text: string): Reading | null {
  if (/^(["'`“”‘’]).+["'`“”‘’]$/.test(text)) return dressed('quoted');
  const held = keyInside(text);
  if (/,\s*\S/.test(text) && (held !== null || /,\s*bearer\s/i.test(text))) return dressed('repeated');
  return held === null || held === text ? null : dressed('surrounded');
}

/** Ways of writing variables: shells, Windows, npm, Docker, the clients' own and those of pipelines. */
const variable =
  /^(?:\$\{.*\}|\$\(.*\)|\$(?:env:)?[A-Za-z_]\w*|%\w+%|\{(?:env|input|secret)s?:[^}]*\}|\{\{.*\}\}|<%.*%>)$/i;

function placeholderIn(text: string): Reading | null {
  const bare = text.replace(/^["'`]|["'`]$/g, '').trim();
  if (variable.test(bare)) return dressed('variable');
  if (isWordForNothing(bare)) return dressed('nothing');
  if (/^ca_live_\w{0,12}(?:…|\.{2,}|\*+|•+|x{4,})\w{0,8}$/i.test(bare)) return dressed('masked');
  return isExample(bare) ? dressed('example') : null;
}

function isWordForNothing(text: string): boolean {
  return /^(?:undefined|null|none|nil|nan|\[object \w+\]|true|false)$/i.test(text);
}

function isExample(text: string): boolean {
  if (keyInside(text) !== null) return false;
  if (/^<[^<>]*>$|^\[[^[\]]*\]$/.test(text)) return true;
  return /^(?:<|\[)?(?:your|my|the|insert|paste|put|replace|enter)?[-_ ]*(?:creatoraudit[-_ ]*)?(?:api|access)?[-_ ]*(?:key|token)(?:[-_ ]*(?:here|goes[-_ ]here))?(?:>|\])?$/i.test(
    text,
  );
}

function dressed(dress: Dress): Reading {
  return { kind: 'dressed', dress };
}

/** Names by which a key is meant, and that nothing reads: as they are without case and punctuation. */
const nearNames = new Set(['apikey', 'key', 'token', 'accesstoken', 'xapikey', 'authtoken', 'bearer', 'authorization']);

/** Whether a name of a query or a header is nearly that of a key's place. `&amp;` comes from URLs copied out of HTML. */
export function isNearName(name: string): boolean {
  return nearNames.has(
    name
      .toLowerCase()
      .replace(/^amp;/, '')
      .replace(/[^a-z]/g, ''),
  );
}
