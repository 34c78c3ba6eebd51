import fc from 'fast-check';
import { expect } from 'vitest';
import type { Statuses, Trial } from './attack-rest.ts';
import { speak } from './exchange.ts';
import { type Ground, requireWell } from './ground.ts';

const good = 'GET /v2/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n';

/**
 * What is hardly HTTP: requests with bytes changed, lengths that lie, two bodies' worth of framing, lines that fold.
 * Answered or refused with a problem document, or the connection is ended; a request in another's body is never served.
 */
export async function attackHttp(ground: Ground, { seed, runs }: Trial): Promise<Statuses> {
  const statuses: Statuses = new Map();
  const bytes = fc.oneof(
    mangled,
    framing(ground.keys.write),
    fc.uint8Array({ minLength: 1, maxLength: 300 }).map(finished),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (sent) => {
      const { status, headers, text } = await speak(ground.port, sent);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const shown = `${JSON.stringify(sent.toString('latin1').slice(0, 1_000))}\n→ ${status} ${text.slice(0, 500)}`;
      expect(status, shown).toBeLessThan(500);
      expect(text.match(/HTTP\/1\.1 2\d\d/), shown).toBeNull();
      if (status < 400 || !headers.get('content-type')?.startsWith('application/problem')) return;
      expect(JSON.parse(text.slice(0, Number(headers.get('content-length')))).status, shown).toBe(status);
      expect(headers.get('x-request-id'), shown).not.toBeNull();
    }),
    { seed, numRuns: runs },
  );
  await requireWell(ground);
  return statuses;
}

/** Ended by what is no request, so that nobody waits for more. */
function finished(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.from('\r\n\r\n!\r\n\r\n')]);
}

const mangled = fc
  .array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 3 })
  .map((changes) => {
    const bytes = Buffer.from(`${good}\r\n`, 'latin1');
    for (const [at, byte] of changes) bytes[at] = byte;
    return finished(bytes);
  });

/** A body that says by two ways, or by a wrong one, where it ends; behind it a request that nobody made. */
function framing(key: string): fc.Arbitrary<Buffer> {
  const hidden = 'GET /v2/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
  const lines = fc.constantFrom(
    'Content-Length: 5\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
    'Transfer-Encoding: identity, chunked',
    'Transfer-Encoding: xchunked',
    'Transfer-Encoding: chunked, identity',
    'Transfer-Encoding : chunked',
    'Transfer-Encoding:\x0bchunked',
    'Content-Length: 5, 5',
    'Content-Length: +5',
    'Content-Length: 0x5',
    'Content-Length: -1',
    'Content-Length: 5\r\nContent-Length: 6',
    'Content-Length: 99999999999999999999',
    'Content-Length: 1e1',
    'Content-Length:',
    ' folded: 1\r\nContent-Length: 5',
    'X: a\r\n b\r\nContent-Length: 5',
    'X\x00: a',
    'Content-Length: 5\nX: 1',
  );
  const body = fc.constantFrom(
    `0\r\n\r\n${hidden}`,
    `{}\r\n\r\n${hidden}`,
    `5\r\n{"a":\r\n0\r\n\r\n`,
    `zz\r\n${hidden}`,
    `-1\r\n\r\n`,
  );
  return fc
    .tuple(lines, body)
    .map(([line, sent]) =>
      Buffer.from(
        `POST /v2/creators HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n${line}\r\n\r\n${sent}`,
        'latin1',
      ),
    );
}
