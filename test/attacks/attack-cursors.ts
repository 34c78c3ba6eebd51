import fc from 'fast-check';
import { expect } from 'vitest';
import { requireForm, type Statuses, shown, type Trial } from './attack-rest.ts';
import { exchange, type RawRequest } from './exchange.ts';
import { type Ground, type IssuedCursor, requireWell } from './ground.ts';
import { oddText } from './values.ts';

/** Real cursors, sent to the list that they are of and to others, as they are and changed: only the first are taken. */
export async function attackCursors(ground: Ground, { seed, runs }: Trial): Promise<Statuses> {
  const statuses: Statuses = new Map();
  const issued = fc.constantFrom(...ground.cursors);
  const attack = fc.record({ of: issued, to: issued, change: fc.option(change, { freq: 4 }) });
  await fc.assert(
    fc.asyncProperty(attack, async ({ of, to, change: how }) => {
      const cursor = how === null ? of.cursor : how(of.cursor);
      const request = ask(ground, to, cursor);
      const answer = await exchange(ground.port, request);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const isRight = to.cursor === cursor || cursor === '';
      expect(answer.status, shown(request, answer)).toBe(isRight ? 200 : 422);
      requireForm(request, answer);
    }),
    { seed, numRuns: runs },
  );
  await requireWell(ground);
  return statuses;
}

function ask({ keys }: Ground, { path, query }: IssuedCursor, cursor: string): RawRequest {
  const search = new URLSearchParams({ ...query, cursor });
  return {
    method: 'GET',
    target: `${path}?${search}`,
    headers: [['Authorization', `Bearer ${keys.read}`]],
    body: null,
  };
}

type Change = (cursor: string) => string;

const bytesOf = (cursor: string) => Buffer.from(cursor, 'base64url');

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.nat(), fc.constantFrom(...'AZaz09-_+/=.')).map(
    ([at, letter]): Change =>
      (cursor) => {
        const index = at % cursor.length;
        return cursor.slice(0, index) + letter + cursor.slice(index + 1);
      },
  ),
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })).map(
    ([at, bits]): Change =>
      (cursor) => {
        const bytes = bytesOf(cursor);
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ bits;
        return bytes.toString('base64url');
      },
  ),
  fc.nat().map(
    (at): Change =>
      (cursor) =>
        cursor.slice(0, at % cursor.length),
  ),
  fc.nat().map(
    (at): Change =>
      (cursor) =>
        bytesOf(cursor)
          .subarray(at % 16)
          .toString('base64url'),
  ),
  oddText.map(
    (text): Change =>
      (cursor) =>
        cursor + text,
  ),
  oddText.map(
    (text): Change =>
      () =>
        Buffer.from(text).toString('base64url'),
  ),
  // The right code over another place in the list: the first 16 bytes are the code.
  oddText.map(
    (text): Change =>
      (cursor) =>
        Buffer.concat([bytesOf(cursor).subarray(0, 16), Buffer.from(text)]).toString('base64url'),
  ),
  oddText.map(
    (text): Change =>
      () =>
        text.toWellFormed(),
  ),
  fc.constantFrom<Change>(
    (cursor) => cursor.repeat(2),
    (cursor) => `${cursor}=`,
    (cursor) => cursor.toLowerCase(),
    (cursor) => bytesOf(cursor).toString('base64'),
    (cursor) => bytesOf(cursor).toString('hex'),
    () => 'A'.repeat(2_049),
  ),
);
