import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownKey } from '../../src/upstream/answers/own-key.ts';
import { testGateway, upstreamKey } from './gateway.ts';
import { answer, emptyPage } from './hostile.ts';

const at = testGateway();
const secretPart = upstreamKey.slice('remote-key-'.length);

const percent = (text: string) => [...text].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('');
const escaped = (text: string) => [...text].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('');
const base64 = (before: string) => Buffer.from(before + upstreamKey).toString('base64');

/** The key as an upstream may write it, as a text of JSON. */
const forms: Readonly<Record<string, string>> = {
  'as it is': JSON.stringify(`before ${upstreamKey} after`),
  'in an authorization': JSON.stringify(`Bearer ${upstreamKey}`),
  'twice, end to end': JSON.stringify(upstreamKey + upstreamKey),
  'in capitals': JSON.stringify(upstreamKey.toUpperCase()),
  'escaped as JSON': `"${escaped(upstreamKey)}"`,
  'escaped in part': `"${upstreamKey.slice(0, 12)}${escaped(upstreamKey.slice(12))}"`,
  'escaped within a text of JSON': JSON.stringify(`{"key":"${escaped(upstreamKey)}"}`),
  'percent-encoded': JSON.stringify(`https://x.example/?a=${percent(upstreamKey)}&b=1`),
  'percent-encoded in part, twice': JSON.stringify(upstreamKey.replaceAll('-', '%252D')),
  'in base64': JSON.stringify(base64('')),
  'in base64, one byte on': JSON.stringify(base64('x')),
  'in base64, as a header of Basic': JSON.stringify(`Basic ${base64('me:')}`),
  'in base64 of URLs': JSON.stringify(Buffer.from(`ab${upstreamKey}`).toString('base64url')),
  'in hex': JSON.stringify(Buffer.from(upstreamKey).toString('hex').toUpperCase()),
  'in pieces': JSON.stringify([...upstreamKey].join(' ')),
  'with what nobody sees in it': JSON.stringify([...upstreamKey].join('\u200b')),
  'after a backslash': JSON.stringify(`C:\\${upstreamKey}`),
  'over two lines': JSON.stringify(`${upstreamKey.slice(0, 20)}\n${upstreamKey.slice(20)}`),
};

/** What is left of the key in a text, as anybody could read it. */
function readable(text: string): string {
  const plain = text
    .replace(/\\+u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/%(?:25)*([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\+n/g, '');
  const bytes = plain.match(/[A-Za-z0-9+/_-]{16,}/g) ?? [];
  const decoded = bytes.flatMap((run) =>
    [0, 1, 2, 3].map((cut) => Buffer.from(run.slice(cut), 'base64').toString('latin1')),
  );
  const hex = (plain.match(/(?:[0-9a-f]{2}){8,}/gi) ?? []).map((run) => Buffer.from(run, 'hex').toString('latin1'));
  return [plain, ...decoded, ...hex]
    .join('\n')
    .toLowerCase()
    .replace(/[^0-9a-z\n]/g, '');
}

const creator = (name: string) =>
  `{"id":"3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a71","type":"creator","name":${name},"is_active":true,` +
  `"metadata":{"kept":"as it was %41 \\u0041\\n",${name}:${name}},"created_at":"2026-01-01T00:00:00.000Z",` +
  '"platforms":[],"accounts_summary":{"total":0,"platforms":{"instagram":0,"tiktok":0},"total_followers":0}}';

const rpc = (name: string, args: object) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name, arguments: args },
});

describe.each(Object.entries(forms))('an upstream that repeats its key in a success, %s', (_, text) => {
  it('tells it to nobody who asks here, and the rest of the answer is as it came', async () => {
    expect(readable(text)).toContain(secretPart);
    const page = JSON.stringify(emptyPage).replace('"data":[]', `"data":[${creator(text)}]`);
    const { server, key, upstream } = at();
    upstream.behave = ({ method }, response) =>
      method === 'GET'
        ? answer(response, 200, page, { ETag: `"${upstreamKey}"`, 'X-Repeated': upstreamKey })
        : answer(response, 201, `{"data":${creator(text)}}`, { Location: `/v2/creators/${percent(upstreamKey)}` });
    const answers = [
      await server.call('GET', '/v2/creators', { key }),
      // Once more, from what is kept.
      await server.call('GET', '/v2/creators', { key }),
      await server.call('POST', '/v2/creators', { key, body: { name: 'Ana' } }),
      await server.call('POST', '/mcp', { key, body: rpc('list_creators', {}) }),
      await server.call('POST', '/mcp', { key, body: rpc('create_creator', { name: 'Ana' }) }),
    ];
    expect(answers.map(({ status, body }) => [status, body.result?.isError])).toEqual([
      [200, undefined],
      [200, undefined],
      [201, undefined],
      [200, undefined],
      [200, undefined],
    ]);
    for (const { headers, text: told } of answers) {
      expect(readable(told + JSON.stringify([...headers]))).not.toContain(secretPart);
    }
    const [listed, , made] = answers;
    expect(listed?.body.data[0].metadata.kept).toBe('as it was %41 A\n');
    expect(listed?.body.data[0].name).toContain('[key]');
    expect(made?.headers.get('location')).toMatch(/\/v2\/creators\/3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a71$/);
    expect(readable(server.log())).not.toContain(secretPart);
  });
});

it('an upstream whose answer is wrong at a place that is named by the key is told of without it', async () => {
  const wrong = creator('"Ana"').replace(
    '"metadata":{',
    `"metadata":{"${upstreamKey}":7,"${percent(upstreamKey)}":{},`,
  );
  at().upstream.behave = (_, response) => answer(response, 200, `{"data":${wrong}}`);
  const { server, key } = at();
  const { status, text } = await server.call('GET', '/v2/creators/3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a71', { key });
  expect(readable(text)).not.toContain(secretPart);
  expect([200, 502]).toContain(status);
});

describe('the search for a key', () => {
  const anyKey = fc.stringMatching(/^[a-z]{2}_[0-9A-Za-z]{20,40}[~.+/-][0-9A-Za-z]{9}$/);

  it('cuts it from any text around it, and leaves that', () => {
    fc.assert(
      fc.property(anyKey, fc.string(), fc.string(), (key, before, after) => {
        // Escapes that the text begins and the key completes are no longer the text's own.
        fc.pre(!/[%\\]/.test(before));
        const own = ownKey(key);
        const text = `${before} ${key} ${after}`;
        expect(own.mayBeIn(JSON.stringify({ text }))).toBe(true);
        expect(own.cutFrom({ text })).toEqual({ text: `${before} [key] ${after}` });
      }),
    );
  });

  it('leaves any value of JSON without it as it is', () => {
    fc.assert(
      fc.property(anyKey, fc.jsonValue(), (key, value) => {
        const own = ownKey(key);
        expect(own.mayBeIn(JSON.stringify(value))).toBe(false);
        expect(JSON.stringify(own.cutFrom(value))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('looks for a short one just as it is', () => {
    const own = ownKey('12345678');
    expect(own.cutFrom(['x12345678y', '1234-5678', 12345678])).toEqual(['x[key]y', '1234-5678', 12345678]);
    expect([own.mayBeIn('"1234567"'), own.mayBeIn('"12345678"'), own.mayBeIn('"\\u00312345678"')]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('takes time that grows with the text, whatever an upstream puts into it', () => {
    const key = `${'a'.repeat(60)}b`;
    const size = 800_000;
    const timeOf = (text: string) => {
      const times = [0, 1, 2].map(() => {
        const begun = performance.now();
        ownKey(key).mayBeIn(text);
        ownKey(key).cutFrom([text]);
        return performance.now() - begun;
      });
      return Math.min(...times);
    };
    const usual = timeOf('words, '.repeat(size / 7));
    for (const [name, text] of Object.entries({
      'the beginning of it': 'a'.repeat(size),
      'spaced out': `a${' '.repeat(99)}`.repeat(size / 100),
      'nearly it': `${'a'.repeat(60)}c`.repeat(size / 61),
      'one encoding': `%${'25'.repeat(size / 2)}`,
      'many encodings': '%25'.repeat(size / 3),
      'one escape': '\\'.repeat(size),
      'many escapes': '\\u0061'.repeat(size / 6),
    })) {
      // A search that begins anew at each place would take tens of thousands of times as long.
      expect([name, timeOf(text) < 100 * usual]).toEqual([name, true]);
    }
  });
});
