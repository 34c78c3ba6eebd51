import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/contract/operations.ts';
import { Problem } from '../../src/contract/problem.ts';
import { outboundTarget } from '../../src/upstream/send/target.ts';
import { testGateway } from './gateway.ts';
import { openTestWay } from './open-test-way.ts';

/** Ids as somebody would write them who wants out of the path, and anything else. */
const hostile = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        ...[
          '..',
          '.',
          '/',
          '\\',
          '%2e%2e',
          '%2E%2e',
          '%2f',
          '%5c',
          '%252e',
          ';',
          '\0',
          '%00',
          '?',
          '#',
          '&',
          '=',
          ' ',
          '\r\n',
        ],
        ...['．．', '․', '‥', '。', '∕', '⁄', 'a', 'settings', '@', ':', '//evil.example', '\ud800'],
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

/** What leads to another place for some server: by itself, decoded once more, or with its look-alikes folded. */
function isOneSegment(segment: string): boolean {
  const decoded = decodeURIComponent(segment);
  return /^[\w.!~*'()%-]+$/.test(segment) && !/^\.*$/.test(decoded.normalize('NFKC').trim());
}

describe('the outbound target', () => {
  it('holds any id in the one segment that it belongs to', () => {
    fc.assert(
      fc.property(hostile, hostile, (creator_id, account_id) => {
        let target: string;
        try {
          target = outboundTarget('/v2', operations.link_creator_account, {
            params: { creator_id, account_id },
            query: {},
          });
        } catch (error) {
          expect(error).toMatchObject({ code: 'NOT_FOUND' });
          return;
        }
        const [root, base, creators, first = '', accounts, second = '', ...more] = target.split('/');
        expect([root, base, creators, accounts, more]).toEqual(['', 'v2', 'creators', 'accounts', []]);
        expect([isOneSegment(first), isOneSegment(second)]).toEqual([true, true]);
        expect([decodeURIComponent(first), decodeURIComponent(second)]).toEqual([creator_id, account_id]);
        // As a URL parser reads it, which takes steps that were encoded too.
        expect(new URL(target, 'https://upstream.example').pathname).toBe(target);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['..', '.', '', '．．', '․․', '‥', ' .. ', '\ud800'])('has no segment for %j', (account_id) => {
    const go = () => outboundTarget('/v2', operations.get_account, { params: { account_id }, query: {} });
    expect(go).toThrow(Problem);
  });

  it('has no query for what is the contract’s default anyway', () => {
    const query = { limit: 50, include_total: false, q: 'a&b=c#d', platform: undefined, is_active: false };
    expect(outboundTarget('/v2', operations.list_accounts, { params: {}, query })).toBe(
      '/v2/accounts?q=a%26b%3Dc%23d&is_active=false',
    );
  });
});

describe('what an upstream is sent', () => {
  const way = openTestWay();

  it('is the same single segment, for ids that came past every check', async () => {
    const { api, upstream, call } = way();
    await fc.assert(
      fc.asyncProperty(hostile, async (account_id) => {
        upstream.received.length = 0;
        const outcome = await api
          .get_account({ params: { account_id }, query: {}, body: null }, call)
          .catch((error: unknown) => error);
        expect(outcome).toBeInstanceOf(Problem);
        if (upstream.received.length === 0) return;
        expect(upstream.received).toHaveLength(1);
        const [root, base, accounts, segment = '', ...more] = upstream.received[0]?.target.split('/') ?? [];
        expect([root, base, accounts, more]).toEqual(['', 'v2', 'accounts', []]);
        expect([isOneSegment(segment), decodeURIComponent(segment)]).toEqual([true, account_id]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('through the front door', () => {
  const at = testGateway();

  it('no path of a request reaches another resource', async () => {
    const { server, upstream, key } = at();
    await fc.assert(
      fc.asyncProperty(hostile, async (id) => {
        // What no request line can hold is sent encoded.
        const target = `/v2/accounts/${id.replace(/[^\x21-\x7e]/g, (part) => encodeURIComponent(part.toWellFormed()))}`;
        upstream.received.length = 0;
        await server.call('GET', target, { key });
        for (const received of upstream.received)
          expect(received.target).toMatch(/^\/v2\/accounts(\/[0-9a-f-]{36})?(\?[^/]*)?$/);
      }),
      { numRuns: 200 },
    );
  });
});
