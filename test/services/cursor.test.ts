import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CursorBinding, issueCursor, type Position, readCursor } from '../../src/services/cursor.ts';
import { cursorKey } from './serving.ts';

const binding: CursorBinding = {
  operation: 'list_accounts',
  organizationId: 'one',
  filters: { platform: 'tiktok', order_by: 'added_at', order_direction: 'desc' },
};
const position = fc.record<Position>({
  key: fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeInteger()),
  id: fc.oneof(fc.uuid(), fc.nat()),
});
const refused = expect.objectContaining({
  code: 'VALIDATION_ERROR',
  errors: [expect.objectContaining({ field: 'cursor' })],
});

function read(cursor: string, under = binding): unknown {
  try {
    return readCursor(cursorKey, under, cursor);
  } catch (error) {
    return error;
  }
}

describe('a cursor', () => {
  it('leads back to its place and is written in URL-safe characters', () => {
    fc.assert(
      fc.property(position, (place) => {
        const cursor = issueCursor(cursorKey, binding, place);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(read(cursor)).toEqual(place);
      }),
    );
  });

  it('is refused after any change of any of its characters, cut or lengthened', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. ~é';
    fc.assert(
      fc.property(position, fc.nat(), fc.constantFrom(...alphabet), (place, where, character) => {
        const cursor = issueCursor(cursorKey, binding, place);
        const at = where % cursor.length;
        const changed = cursor.slice(0, at) + character + cursor.slice(at + 1);
        if (changed !== cursor) expect(read(changed)).toEqual(refused);
        expect(read(cursor.slice(0, at))).toEqual(refused);
        expect(read(cursor + character)).toEqual(refused);
      }),
    );
  });

  it('is refused when it is anything else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(read(text)).toEqual(refused);
      }),
    );
    const unsigned = Buffer.concat([Buffer.alloc(16), Buffer.from('tid\nn5')]).toString('base64url');
    expect(read(unsigned)).toEqual(refused);
  });

  it('is good for its own list, organization, filters and sort only', () => {
    const cursor = issueCursor(cursorKey, binding, { key: 'k', id: 'i' });
    const { filters } = binding;
    expect(read(cursor, { ...binding, operation: 'list_videos' })).toEqual(refused);
    expect(read(cursor, { ...binding, organizationId: 'two' })).toEqual(refused);
    expect(read(cursor, { ...binding, filters: { ...filters, platform: 'instagram' } })).toEqual(refused);
    expect(read(cursor, { ...binding, filters: { ...filters, q: 'a' } })).toEqual(refused);
    expect(read(cursor, { ...binding, filters: { ...filters, order_direction: 'asc' } })).toEqual(refused);
    expect(read(cursor, { ...binding, filters: Object.fromEntries(Object.entries(filters).reverse()) })).toEqual({
      key: 'k',
      id: 'i',
    });
  });
});
