import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { createOutbound, type OutboundResult, type OutboundSetting } from '../../src/outbound/outbound.ts';
import { systemResolver } from '../../src/outbound/system-resolver.ts';
import { type HostileHost, startHost } from './hostile-host.ts';

let host: HostileHost;
beforeEach(async () => {
  host = await startHost();
});
afterEach(() => host.stop());

/** Where names lead in these tests, and how often each was asked for. */
function names(answers: Readonly<Record<string, readonly (readonly string[])[]>>) {
  const asked: string[] = [];
  const resolve = async (name: string) => {
    const turn = asked.filter((one) => one === name).length;
    asked.push(name);
    const found = answers[name]?.[turn] ?? answers[name]?.at(-1);
    if (found === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    return found;
  };
  return { asked, resolve };
}

const here = { 'collector.test': [['127.0.0.1']] };

function get(url: string, setting: Partial<OutboundSetting> & { allow?: string } = {}): Promise<OutboundResult> {
  const { allow = `collector.test:${host.port}`, ...more } = setting;
  const allowed = loadConfig({ OUTBOUND_ALLOW: allow }).outboundAllow;
  return createOutbound({ allowed, resolve: names(here).resolve, ...more }).send({ method: 'GET', url });
}

const collector = (path = '/') => `http://collector.test:${host.port}${path}`;

describe('an address that somebody gives', () => {
  it.each([
    ['not a url', 'not_a_url'],
    [`https://${'a'.repeat(3_000)}.test/`, 'not_a_url'],
    ['ftp://collector.test/', 'not_https'],
    ['file:///etc/passwd', 'not_a_url'],
    ['data:text/plain,x', 'not_a_url'],
    ['http://collector.test/', 'not_https'],
    ['https://user:password@collector.test/', 'credentials'],
    ['https://user@collector.test/', 'credentials'],
    ['https://127.0.0.1/', 'address'],
    ['https://0x7f.1/', 'address'],
    ['https://2130706433/', 'address'],
    ['https://①②⑦.0.0.1/', 'address'],
    ['https://[::1]/', 'address'],
    ['https://[::ffff:169.254.169.254]/', 'address'],
    ['https://169.254.169.254/latest/meta-data/', 'address'],
    ['https://collector.test/', 'address'],
  ])('%s is refused as %s', async (url, reason) => {
    expect(await get(url)).toEqual({ kind: 'refused', reason });
    expect(host.asked).toEqual([]);
  });

  it('is refused where its name leads here by the system’s own resolver', async () => {
    const result = await get(`https://localhost:${host.port}/`, { resolve: systemResolver });
    expect(result).toEqual({ kind: 'refused', reason: 'address' });
  });

  it.each([
    ['public and private', ['1.1.1.1', '10.0.0.1']],
    ['private and public', ['127.0.0.1', '1.1.1.1']],
    ['none', []],
    ['no address', ['collector.internal']],
    ['more than anybody has', Array.from({ length: 17 }, (_, index) => `1.1.1.${index}`)],
  ])('is refused where a name server answers %s', async (_what, answer) => {
    const { resolve } = names({ 'mixed.test': [answer] });
    expect(await get(`https://mixed.test:${host.port}/`, { resolve })).toEqual({ kind: 'refused', reason: 'address' });
    expect(host.asked).toEqual([]);
  });

  it('fails where there is no such name, or its name server says nothing', async () => {
    expect(await get('https://nowhere.test/')).toEqual({ kind: 'failed', why: 'unreachable' });
    const silent = { resolve: () => new Promise<readonly string[]>(() => undefined), totalMs: 50 };
    expect(await get('https://silent.test/', silent)).toEqual({ kind: 'failed', why: 'timeout' });
  });

  it('is asked for once, and what was found then is connected to, whatever the name server says next', async () => {
    const other = await startHost('127.0.0.2', undefined, host.port);
    const { asked, resolve } = names({ 'rebinding.test': [['127.0.0.1'], ['127.0.0.2']] });
    const result = await get(`http://rebinding.test:${host.port}/`, { resolve, allow: `rebinding.test:${host.port}` });
    other.stop();
    expect(result).toMatchObject({ kind: 'answered', status: 200 });
    expect([asked, host.asked.length, other.asked.length]).toEqual([['rebinding.test'], 1, 0]);
  });

  it('is let through by the operator for that host and port alone', async () => {
    expect(await get(collector())).toMatchObject({ kind: 'answered', status: 200 });
    expect(await get(collector(), { allow: `collector.test:${host.port + 1}` })).toMatchObject({ kind: 'refused' });
    expect(await get(collector(), { allow: `other.test:${host.port}` })).toMatchObject({ kind: 'refused' });
    expect(await get(`http://127.0.0.1:${host.port}/`)).toMatchObject({ kind: 'refused' });
  });
});

describe('a host', () => {
  it('that redirects, to metadata or anywhere, is not followed', async () => {
    for (const [status, location] of [
      [301, 'http://169.254.169.254/latest/meta-data/'],
      [307, `${collector('/again')}`],
      [308, '/again'],
    ] as const) {
      host.behave = (_request, response) => void response.writeHead(status, { Location: location }).end();
      expect(await get(collector())).toEqual({ kind: 'refused', reason: 'redirect' });
    }
    expect(host.asked.map(({ url }) => url)).toEqual(['/', '/', '/']);
  });

  it.each([
    ['says nothing', () => undefined],
    [
      'drips',
      (response: NodeJS.WritableStream & { write(text: string): boolean }) => {
        const timer = setInterval(() => response.write('x'), 10);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('that %s is left after its time', async (_what, behave) => {
    host.behave = (_request, response) => behave(response);
    expect(await get(collector(), { totalMs: 200 })).toEqual({ kind: 'failed', why: 'timeout' });
  });

  it('that sends more than is taken is cut, said or unsaid', async () => {
    host.behave = (_request, response) => void response.writeHead(200, { 'Content-Length': 2_000_000 }).write('x');
    expect(await get(collector())).toEqual({ kind: 'failed', why: 'too_large' });
    let sent = 0;
    host.behave = (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      };
      response.on('drain', more);
      more();
    };
    expect(await get(collector())).toEqual({ kind: 'failed', why: 'too_large' });
    expect(sent).toBeLessThan(50_000_000);
  });

  it('that packs more than is taken into little is cut, and so is what is packed twice or in a way nobody knows', async () => {
    const pack = (coding: string, body: Buffer) => {
      host.behave = (_request, response) => void response.writeHead(200, { 'Content-Encoding': coding }).end(body);
      return get(collector());
    };
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await pack('gzip', bomb)).toEqual({ kind: 'failed', why: 'too_large' });
    expect(await pack('gzip, gzip', gzipSync(gzipSync('x')))).toEqual({ kind: 'failed', why: 'cut' });
    expect(await pack('zstd', Buffer.from('x'))).toEqual({ kind: 'failed', why: 'cut' });
    expect(await pack('gzip', Buffer.from('no gzip'))).toEqual({ kind: 'failed', why: 'cut' });
    expect(await pack('gzip', gzipSync('whole'))).toMatchObject({ kind: 'answered', body: Buffer.from('whole') });
  });

  it('that sends endless headers, or breaks off, is no answer', async () => {
    host.behave = (_request, response) =>
      void response.writeHead(200, { 'X-Long': 'x'.repeat(15_000), 'X-Longer': 'x'.repeat(15_000) }).end();
    expect(await get(collector())).toEqual({ kind: 'failed', why: 'cut' });
    host.behave = (_request, response) => {
      response.writeHead(200, { 'Content-Length': 100 }).write('half');
      setImmediate(() => response.destroy());
    };
    expect(await get(collector())).toEqual({ kind: 'failed', why: 'cut' });
  });

  it('with a certificate of somebody else’s making is told nothing', async () => {
    const read = (name: string) => readFile(new URL(`../upstream/certificates/${name}`, import.meta.url));
    const secure = await startHost('127.0.0.1', {
      key: await read('this-host.key'),
      cert: await read('this-host.pem'),
    });
    const result = await get(`https://collector.test:${secure.port}/`, { allow: `collector.test:${secure.port}` });
    secure.stop();
    expect([result, secure.asked]).toEqual([{ kind: 'failed', why: 'certificate' }, []]);
  });

  it('is told what the caller names, and nothing else', async () => {
    const allowed = [{ host: 'collector.test', port: host.port }];
    const outbound = createOutbound({ allowed, resolve: names(here).resolve });
    host.behave = (request, response) => void request.pipe(response);
    const headers = { 'Content-Type': 'application/json' };
    const sent = await outbound.send({ method: 'POST', url: collector('/v1?x=1'), headers, body: '{}' });
    expect(sent).toMatchObject({ kind: 'answered', status: 200, body: Buffer.from('{}') });
    await get(collector());
    const told = host.asked.map((request) => request.rawHeaders.filter((_value, index) => index % 2 === 0));
    expect(told.map((each) => each.map((name) => name.toLowerCase()).sort())).toEqual([
      ['connection', 'content-length', 'content-type', 'host'],
      ['connection', 'host'],
    ]);
    expect(host.asked[0]?.url).toBe('/v1?x=1');
  });

  it('is left when the caller has gone', async () => {
    const gone = new AbortController();
    host.behave = () => gone.abort(new Error('gone'));
    const outbound = createOutbound({
      allowed: [{ host: 'collector.test', port: host.port }],
      resolve: names(here).resolve,
    });
    await expect(outbound.send({ method: 'GET', url: collector(), signal: gone.signal })).rejects.toThrow('gone');
  });
});
