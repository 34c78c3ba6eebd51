import fc from 'fast-check';

const NASTY = [
  ...'\'"\\`$%^&|<>()!?*~#;,= {}[]@:/+-_.aZ0',
  'é',
  '😀',
  '\u2018',
  '\u2019',
  '\u201c',
  '%PATH%',
  '$HOME',
  '$'.concat('{HOME}'),
  '$(id)',
  '!!',
  '\\"',
  '--',
  '&&',
  '%%',
  '^%',
  'n\u0301',
];

/** Text without control characters, mostly made of what some shell or format treats in its own way. */
export const hostileText = fc.array(fc.constantFrom(...NASTY), { maxLength: 14 }).map((parts) => parts.join(''));

/** A name that is let in: visible first character, no leading dash. */
const hostileName = hostileText.map((text) => `n${text}`);

/** A URL that is let in, with a query in which everything stands that a URL keeps unencoded. */
export const hostileUrl = fc
  .tuple(fc.constantFrom('http://127.0.0.1:8787/mcp', 'https://mcp.example.com/a$b!/mcp'), hostileText)
  .map(([base, query]) => (query === '' ? base : `${base}?q=${query.replaceAll('#', '')}`));

/** All that a bearer token may be made of (RFC 6750). */
export const anyKey = fc.stringMatching(/^[A-Za-z0-9._~+/-]{1,60}={0,2}$/);

export const hostileEndpoint = fc.record({ url: hostileUrl, key: anyKey, name: hostileName });
