import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeyPlace, RawKey } from '../../src/contract/presented-key.ts';
import { chooseKey, type Presented, takeKeys } from '../../src/http/credentials.ts';

function requestWith(url: string, rawHeaders: readonly string[]): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.url = url;
  request.rawHeaders = [...rawHeaders];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    request.headers[String(rawHeaders[index]).toLowerCase()] = rawHeaders[index + 1];
  }
  return request;
}

const places = ['Authorization', 'X-API-KEY', 'x-auth-token', 'X-CreatorAudit-Api-Key'];

it('leaves no trace of a key in the request, wherever it stood and however it was written', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9]{20,40}$/);
  fc.assert(
    fc.property(text, fc.subarray(places), fc.boolean(), fc.boolean(), (secret, headers, inUrl, withScheme) => {
      const url = inUrl ? `/mcp?a=1&api%5fkey=${secret}&b=%20x` : '/mcp?a=1&b=%20x';
      const value = withScheme ? `Bearer ${secret}` : secret;
      const request = requestWith(url, ['Host', 'x', ...headers.flatMap((name) => [name, value]), 'Accept', '*/*']);
      const found = takeKeys(request);
      expect(found).toHaveLength(headers.length + (inUrl ? 1 : 0));
      expect(request.url).toBe('/mcp?a=1&b=%20x');
      expect(request.rawHeaders).toEqual(['Host', 'x', 'Accept', '*/*']);
      expect(inspect(request.headers) + inspect(request.headersDistinct)).not.toContain(secret);
      expect(JSON.stringify(found) + inspect(found, { depth: 9, showHidden: true })).not.toContain(secret);
    }),
  );
});

it('chooses the one key there is, from the places that the door reads', () => {
  const request = () => requestWith('/mcp?api_key=k1', ['x-api-key', 'Bearer k1', 'Authorization', 'Basic abc']);
  // Where a header holds the key too, it was in the URL all the same.
  expect(chooseKey(takeKeys(request()), () => true, 'any')).toMatchObject({ kind: 'key', place: 'url' });
  expect(chooseKey(takeKeys(request()), (place) => place !== 'url', 'any')).toMatchObject({
    kind: 'key',
    place: 'x-api-key',
  });
  expect(chooseKey(takeKeys(request()), (place) => place === 'authorization', 'any')).toEqual({ kind: 'malformed' });
  expect(chooseKey(takeKeys(requestWith('/', [])), () => true, 'any')).toEqual({ kind: 'none' });
  expect(chooseKey(takeKeys(requestWith('/?api_key=a&api_key=b', [])), () => true, 'any')).toEqual({
    kind: 'conflict',
  });
});

describe('of a request is taken', () => {
  const places = (found: readonly Presented[]) => found.map(({ place, key }) => [place, key?.reveal() ?? null]);
  const taken = (...rawHeaders: string[]) => places(takeKeys(requestWith('/', rawHeaders)));

  it.each([
    ['Authorization', 'authorization'],
    ['X-CreatorAudit-Api-Key', 'x-creatoraudit-api-key'],
    ['X-API-Key', 'x-api-key'],
    ['X-Auth-Token', 'x-auth-token'],
  ])('what %s holds, with its scheme in any case and spacing', (name, place) => {
    for (const value of ['Bearer k1', 'bearer k1', 'BEARER    k1  '])
      expect(taken(name, value)).toEqual([[place, 'k1']]);
    expect(taken(name, '')).toEqual([[place, null]]);
    expect(taken(name, 'Bearer ')).toEqual([[place, null]]);
    expect(taken(name, '   ')).toEqual([[place, null]]);
  });

  it('no key from Authorization without its scheme, and from other headers with or without it', () => {
    for (const value of ['k1', 'Basic k1', 'Bearer', 'Bearerk1', 'Basic Bearer k1']) {
      expect(taken('authorization', value)).toEqual([['authorization', null]]);
    }
    expect(taken('x-api-key', ' k1 ')).toEqual([['x-api-key', 'k1']]);
    expect(taken('x-api-key', 'Bearerk1')).toEqual([['x-api-key', 'Bearerk1']]);
    expect(taken('x-api-key', 'x bearer k1')).toEqual([['x-api-key', 'x bearer k1']]);
  });

  it('each of several headers of one name, and no header of another name', () => {
    expect(taken('X-API-Key', 'k1', 'Accept', 'k2', 'x-api-key', 'k3')).toEqual([
      ['x-api-key', 'k3'],
      ['x-api-key', 'k1'],
    ]);
    expect(taken('X-API-Keys', 'k1', 'Api-Key', 'k2', 'Cookie', 'api_key=k3')).toEqual([]);
    // As long as the names of ours.
    expect(taken('Content-Type', 'k1', 'Cache-Control', 'k2', 'X-Api-Kez', 'k3')).toEqual([]);
  });

  const fromUrl = (url: string) => {
    const request = requestWith(url, []);
    return [places(takeKeys(request)), request.url];
  };

  it.each([
    ['/mcp?api_key=k1', '/mcp'],
    ['/mcp?api_key=k1&a=1', '/mcp?a=1'],
    ['/mcp?a=1&api_key=k1&b=2', '/mcp?a=1&b=2'],
    ['/mcp?a=%20&api_key=k1&&b', '/mcp?a=%20&&b'],
    ['/mcp?api_key=Bearer+k1', '/mcp'],
    ['/mcp?api_key=Bearer%20k1', '/mcp'],
    ['/mcp?api_key=+k1%20', '/mcp'],
    ['/mcp?%61%70%69%5f%6b%65%79=%6b1', '/mcp'],
    ['?api_key=k1', ''],
    ['/a?b?c&api_key=k1', '/a?b?c'],
  ])('the key from the URL %s', (url, left) => {
    expect(fromUrl(url)).toEqual([[['url', 'k1']], left]);
  });

  it('what stands in the place of a key in a URL, where it is none', () => {
    for (const url of ['/mcp?api_key', '/mcp?api_key=', '/mcp?api_key=%20', '/mcp?api_key=Bearer+']) {
      expect(fromUrl(url)).toEqual([[['url', null]], '/mcp']);
    }
    expect(fromUrl('/?api_key=k1&api_key=k2')).toEqual([
      [
        ['url', 'k1'],
        ['url', 'k2'],
      ],
      '/',
    ]);
  });

  it('nothing from any other URL, which stays as it came', () => {
    for (const url of [
      '/',
      '',
      '/mcp?',
      '/mcp?&',
      '/mcp?a=api_key=k1',
      '/mcp?api_keys=k1',
      '/mcp?api_key2=k1',
      '/mcp?API_KEY=k1',
      '/mcp?my_api_key=k1',
      '/mcp&api_key=k1',
      '/mcp?%zz=k1&%',
    ]) {
      expect(fromUrl(url)).toEqual([[], url]);
    }
    const without = new IncomingMessage(new Socket());
    delete without.url;
    expect([takeKeys(without), without.url]).toEqual([[], undefined]);
  });
});

describe('of what was presented is chosen', () => {
  const at = (place: KeyPlace, key: string | null): Presented => ({
    place,
    dress: null,
    said: new RawKey(key ?? ''),
    key: key === null ? null : new RawKey(key),
  });
  const authorizationOnly = (place: KeyPlace) => place === 'authorization';

  it('none, where nothing is in a place that this door reads', () => {
    expect(chooseKey([], () => true, 'any')).toEqual({ kind: 'none' });
    for (const key of ['k1', null])
      expect(chooseKey([at('url', key)], authorizationOnly, 'any')).toEqual({ kind: 'none' });
    expect(chooseKey([at('url', null), at('x-api-key', 'k1')], authorizationOnly, 'any')).toEqual({ kind: 'none' });
  });

  it('none of two that differ, wherever they are', () => {
    for (const [one, other] of [
      [at('authorization', 'k1'), at('url', 'k2')],
      [at('url', 'k2'), at('authorization', 'k1')],
      [at('url', 'k1'), at('x-api-key', 'k2')],
    ] as const) {
      expect(chooseKey([one, other], authorizationOnly, 'any')).toEqual({ kind: 'conflict' });
      expect(chooseKey([one, at('x-auth-token', null), one, other], authorizationOnly, 'any')).toEqual({
        kind: 'conflict',
      });
    }
  });

  it('what is no key, only where there is no key', () => {
    expect(chooseKey([at('authorization', null)], authorizationOnly, 'any')).toEqual({ kind: 'malformed' });
    const both = [at('authorization', null), at('x-api-key', 'k1')];
    expect(chooseKey(both, authorizationOnly, 'any')).toEqual({ kind: 'malformed' });
    for (const order of [both, both.toReversed()]) {
      expect(chooseKey(order, () => true, 'any')).toMatchObject({ kind: 'key', place: 'x-api-key' });
    }
  });

  it('the first place that this door reads, of those with the same key', () => {
    const same = [at('url', 'k1'), at('x-api-key', 'k1'), at('authorization', 'k1')];
    const chosen = chooseKey(same, (place) => place !== 'url', 'any');
    expect(chosen).toMatchObject({ kind: 'key', place: 'x-api-key' });
    expect(chosen.kind === 'key' && chosen.key.reveal()).toBe('k1');
    expect(chooseKey(same, authorizationOnly, 'any')).toMatchObject({ kind: 'key', place: 'authorization' });
  });
});
