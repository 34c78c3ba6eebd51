import { beforeAll, describe, expect, it } from 'vitest';
import { dressWords } from '../../src/http/dressed-key.ts';
import { setUrlKeys } from '../../src/organizations/change.ts';
import { testServer } from '../server/test-server.ts';

const at = testServer();
let key = '';
let other = '';
beforeAll(async () => {
  key = await at().key();
  other = await at().key();
});

const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

/** On both doors. The answer never repeats what was sent, and says it in the header too. */
async function refusal(headers: Record<string, string>, search = ''): Promise<string[]> {
  at().freshMinute();
  const answers = [
    await at().call('GET', `/v2/whoami${search}`, { headers }),
    await at().call('POST', `/mcp${search}`, { headers, body: ping }),
  ];
  return answers.map(({ status, body, text, headers: sent }) => {
    expect([status, body.code]).toEqual([401, 'UNAUTHORIZED']);
    const challenge = sent.get('www-authenticate') ?? '';
    expect(challenge).toMatch(/^Bearer error="invalid_token", error_description="[\x20-\x21\x23-\x5b\x5d-\x7e]+"$/);
    for (const value of Object.values(headers)) expect(text + challenge).not.toContain(value);
    expect(text + challenge).not.toContain(key.slice(8, 40));
    return String(body.detail);
  });
}

const inAuthorization: readonly (readonly [keyof typeof dressWords, (key: string) => string])[] = [
  ['doubled_scheme', (k) => `Bearer Bearer ${k}`],
  ['doubled_scheme', (k) => `Bearer bearer: ${k}`],
  ['repeated', (k) => `Bearer ${k}, Bearer ${k}`],
  ['quoted', (k) => `Bearer "${k}"`],
  ['quoted', (k) => `Bearer '${k}'`],
  ['quoted', (k) => `Bearer \`${k}\``],
  ['surrounded', (k) => `Bearer <${k}>`],
  ['surrounded', (k) => `Bearer ${k}/`],
  ['surrounded', (k) => `Bearer key=${k}`],
  ['no_scheme', (k) => k],
  ['other_scheme', (k) => `Token ${k}`],
  ['other_scheme', (k) => `Basic ${Buffer.from(`${k}:`).toString('base64')}`],
  ['other_scheme', (k) => `Basic ${Buffer.from(`user:${k}`).toString('base64')}`],
  ...[
    `$${'{CREATORAUDIT_API_KEY}'}`,
    '$CREATORAUDIT_API_KEY',
    '{env:X}',
    `$${'{input:key}'}`,
    `$${'{env:KEY}'}`,
    '%KEY%',
    '{{ key }}',
    `$${'{{ secrets.KEY }}'}`,
    '$env:KEY',
  ].map((text) => ['variable', () => `Bearer ${text}`] as const),
  ...['undefined', 'null', 'None', '[object Object]'].map((text) => ['nothing', () => `Bearer ${text}`] as const),
  ...['YOUR_API_KEY', '<your key>', 'your-api-key-here', '<API_KEY>', 'API_KEY'].map(
    (text) => ['example', () => `Bearer ${text}`] as const,
  ),
  ['masked', (k) => `Bearer ${k.slice(0, 12)}…${k.slice(-4)}`],
  ['masked', (k) => `Bearer ${k.slice(0, 12)}...${k.slice(-4)}`],
  ['masked', () => 'Bearer ca_live_****'],
];

describe('a key that is there but dressed wrongly', () => {
  it.each(inAuthorization)('in Authorization (%s) is told apart, and what to do is said', async (dress, value) => {
    // As command-line clients send it: the bytes of UTF-8.
    const sent = Buffer.from(value(key)).toString('latin1');
    for (const detail of await refusal({ Authorization: sent })) {
      expect(detail).toBe(`${dressWords[dress].seen} ${dressWords[dress].remedy}`);
    }
  });

  it('in another place of /mcp is told apart alike', async () => {
    for (const [dress, headers, search] of [
      ['quoted', { 'x-api-key': `"${key}"` }, ''],
      ['doubled_scheme', { 'x-auth-token': `Bearer Bearer ${key}` }, ''],
      ['variable', { 'x-creatoraudit-api-key': `$${'{KEY}'}` }, ''],
      ['quoted', {}, `?api_key=%22${key}%22`],
      ['surrounded', {}, `?api_key=${key}/`],
      ['example', {}, '?api_key=YOUR_API_KEY'],
    ] as const) {
      const { status, body } = await at().call('POST', `/mcp${search}`, { headers, body: list });
      expect([status, body.detail]).toEqual([401, `${dressWords[dress].seen} ${dressWords[dress].remedy}`]);
    }
  });

  it.each(['apiKey', 'api-key', 'key', 'token', 'API_KEY', 'amp;api_key', 'access_token'])(
    'under the name %s in a URL is refused with the right one',
    async (name) => {
      for (const detail of await refusal({}, `?a=1&${name}=${key}`)) {
        expect(detail).toBe(`${dressWords.near_name.seen} ${dressWords.near_name.remedy}`);
      }
    },
  );

  it.each(['api-key', 'ApiKey', 'x-apikey', 'token'])(
    'in the header %s is refused with the right name',
    async (name) => {
      for (const detail of await refusal({ [name]: key })) expect(detail).toContain(dressWords.near_name.remedy);
    },
  );

  it('works where it is only spaced in another way', async () => {
    for (const value of [`Bearer\t${key}`, `bearer    ${key} `, `BEARER ${key}`]) {
      expect((await at().call('GET', '/v2/whoami', { headers: { Authorization: value } })).status).toBe(200);
    }
  });

  it('is not what a name means that is no key’s: a value without a key’s shape stays where it is', async () => {
    const search = await at().call('GET', '/v2/creators?token=abc', { key });
    expect([search.status, search.body.errors[0].field]).toEqual([422, 'token']);
  });
});

describe('an Authorization that belongs to a proxy', () => {
  const foreign = [
    'Basic dXNlcjpwYXNz',
    'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
    'Negotiate abc',
    'Bearer gha_0123456789',
  ];
  it.each(foreign)('%j is no conflict with a key of ours in another header', async (Authorization) => {
    for (const name of ['x-api-key', 'x-auth-token', 'x-creatoraudit-api-key']) {
      const answer = await at().call('POST', '/mcp', { headers: { Authorization, [name]: key }, body: ping });
      expect(answer.status).toBe(200);
    }
    expect((await at().call('POST', `/mcp?api_key=${key}`, { headers: { Authorization }, body: ping })).status).toBe(
      200,
    );
  });

  it('and two different texts of a key’s shape are one, wherever and however they stand', async () => {
    for (const [headers, search] of [
      [{ Authorization: `Bearer ${key}`, 'x-api-key': other }, ''],
      [{ Authorization: `Bearer "${key}"`, 'x-api-key': other }, ''],
      [{ Authorization: `Bearer ${key}` }, `?api_key=${other}`],
      [{ Authorization: `Bearer ${key}` }, `?key=${other}`],
      [{ 'x-api-key': key, 'api-key': other }, ''],
    ] as const) {
      const answer = await at().call('POST', `/mcp${search}`, { headers, body: ping });
      expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
    }
  });
});

describe('a key in a URL beside the same in a header', () => {
  it('counts as in the URL, however it is dressed there', async () => {
    await setUrlKeys(at().context, at().organizationId, 'forbid');
    for (const search of [`?api_key=${key}`, `?api_key=%22${key}%22`, `?api_key=${key}/`]) {
      const ask = async () => (await at().call('POST', `/mcp${search}`, { key, body: ping })).status;
      await expect.poll(ask, { timeout: 2_000 }).toBe(403);
    }
    await setUrlKeys(at().context, at().organizationId, 'allow');
  });
});

describe('the header of a refusal', () => {
  it('says what is wrong with a key that was sent, and nothing where none was', async () => {
    const none = await at().call('GET', '/v2/whoami');
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    const unknown = await at().call('GET', '/v2/whoami', { key: `ca_live_${'0'.repeat(49)}` });
    expect(unknown.headers.get('www-authenticate')).toMatch(
      /^Bearer error="invalid_token", error_description="This key/,
    );
    const reader = await at().key({ scopes: ['read'] });
    const refused = await at().call('POST', '/v2/creators', { key: reader, body: { name: 'x' } });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      403,
      expect.stringMatching(/^Bearer error="insufficient_scope", error_description="This needs the scope write/),
    ]);
    const expired = await at().key({ expiresAt: new Date(at().context.now() + 60_000).toISOString() });
    at().ahead.ms += 120_000;
    const late = await at().call('GET', '/v2/whoami', { key: expired });
    expect([late.status, late.headers.get('www-authenticate')]).toEqual([
      403,
      expect.stringMatching(/^Bearer error="invalid_token", error_description="This key has expired/),
    ]);
    const page = await at().call('GET', '/v2/whoami', { key, headers: { Origin: 'https://evil.example' } });
    expect([page.status, page.headers.get('www-authenticate')]).toEqual([403, null]);
  });
});
