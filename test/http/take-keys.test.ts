import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseKey, takeKeys } from '../../src/http/credentials.ts';

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
  expect(chooseKey(takeKeys(request()), () => true)).toMatchObject({ kind: 'key', place: 'x-api-key' });
  expect(chooseKey(takeKeys(request()), (place) => place === 'authorization')).toEqual({ kind: 'malformed' });
  expect(chooseKey(takeKeys(requestWith('/', [])), () => true)).toEqual({ kind: 'none' });
  expect(chooseKey(takeKeys(requestWith('/?api_key=a&api_key=b', [])), () => true)).toEqual({ kind: 'conflict' });
});
