import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { TrustProxy } from '../../src/config.ts';
import type { Principal } from '../../src/contract/principal.ts';
import { Problem } from '../../src/contract/problem.ts';
import { type Authenticated, createAuthenticator } from '../../src/http/authenticate.ts';
import { Exchange } from '../../src/http/exchange.ts';
import type { Verdict } from '../../src/keys/verdict.ts';

const principal = (keyId: string): Principal => ({
  organizationId: 'o',
  organizationName: 'O',
  keyId,
  keyName: 'K',
  scopes: ['read'],
  expiresAt: null,
  urlKeys: 'allow',
  holdsSampleData: false,
});
const owner = { organizationId: 'o', keyId: 'k' };

/** Midway through a minute: 20 s before its end. */
const at = 40_000;

/** A door whose verdicts, by key, and whose clock the test holds. */
function door({ limit = 600, trustProxy = 'off' }: { limit?: number; trustProxy?: TrustProxy } = {}) {
  const verdicts: Record<string, Verdict> = {
    good: { kind: 'valid', principal: principal('good') },
    other: { kind: 'valid', principal: principal('other') },
    disabled: { kind: 'disabled', key: owner },
    expired: { kind: 'expired', key: owner },
    suspended: { kind: 'suspended', key: owner },
  };
  const clock = { now: at };
  const asked: string[] = [];
  const authenticator = createAuthenticator({
    verifier: {
      verify: (key) => {
        asked.push(key);
        return verdicts[key] ?? { kind: 'unknown' };
      },
    },
    rateLimitPerMinute: limit,
    trustProxy,
    now: () => clock.now,
  });
  return { authenticator, verdicts, clock, asked };
}

function exchangeWith(headers: Readonly<Record<string, string>>): Exchange {
  const request = new IncomingMessage(new Socket());
  request.url = '/';
  for (const [name, value] of Object.entries(headers)) {
    request.headers[name.toLowerCase()] = value;
    request.rawHeaders.push(name, value);
  }
  return new Exchange(request, new ServerResponse(request), 0);
}

const bearer = (key: string, more: Readonly<Record<string, string>> = {}) =>
  exchangeWith({ Authorization: `Bearer ${key}`, ...more });

async function refused(asking: Promise<unknown>): Promise<Problem> {
  const error = await asking.then(
    () => new Error('it was let in'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof Problem) return error;
  throw error;
}

function letIn(found: Authenticated | null): Authenticated {
  if (found === null) throw new Error('no key was found');
  return found;
}

const everywhere = () => true;

describe('the door refuses', () => {
  it.each([
    ['nobody knows', 'xyz', 'UNAUTHORIZED', /^This key is not known\./],
    ['is disabled', 'disabled', 'FORBIDDEN', /^This key is disabled\./],
    ['has expired', 'expired', 'FORBIDDEN', /^This key has expired\./],
    ['is of a suspended organization', 'suspended', 'FORBIDDEN', /^The organization of this key is suspended\.$/],
  ] as const)('a key that %s', async (_what, key, code, detail) => {
    const { authenticator } = door();
    const exchange = bearer(key);
    const problem = await refused(authenticator.authenticate(exchange, everywhere));
    expect([problem.code, exchange.keyWasSent, exchange.rateLimited]).toEqual([code, true, null]);
    expect(problem.detail).toMatch(detail);
    expect([exchange.principal, exchange.keyPlace, exchange.presented]).toEqual([null, null, []]);
    expect(exchange.headers).not.toHaveProperty('X-RateLimit-Limit');
  });

  it('a value that cannot be a key, without looking it up', async () => {
    const { authenticator, asked } = door();
    const exchange = exchangeWith({ Authorization: 'Basic good' });
    const problem = await refused(authenticator.authenticate(exchange, everywhere));
    expect([problem.code, problem.detail]).toEqual(['UNAUTHORIZED', 'Send the key as `Authorization: Bearer <key>`.']);
    expect([asked, exchange.refusedKey]).toEqual([[], null]);
  });

  it('two different keys, without looking up or counting either', async () => {
    const { authenticator, asked } = door({ limit: 0 });
    const exchange = bearer(`ca_live_${'a'.repeat(49)}`, { 'x-api-key': `ca_live_${'b'.repeat(49)}` });
    const problem = await refused(authenticator.authenticate(exchange, (place) => place === 'authorization'));
    expect([problem.code, problem.detail]).toEqual([
      'BAD_REQUEST',
      'This request carries two different keys. Send one key, in one place.',
    ]);
    expect(asked).toEqual([]);
  });

  it('and remembers whose key it was, as far as that may be told', async () => {
    const { authenticator } = door();
    const exchange = bearer('disabled');
    await refused(authenticator.authenticate(exchange, everywhere));
    expect(exchange.refusedKey).toEqual({ kind: 'known', place: 'authorization', why: 'disabled', key: owner });
  });
});

describe('the door lets in', () => {
  it('a request without a key as nobody, and counts nothing', async () => {
    const { authenticator, asked } = door({ limit: 0 });
    const exchange = exchangeWith({ 'x-api-key': 'good' });
    expect(await authenticator.authenticate(exchange, (place) => place === 'authorization')).toBeNull();
    expect([asked, exchange.presented, exchange.principal, exchange.keyPlace]).toEqual([[], [], null, null]);
    expect(Object.keys(exchange.headers)).not.toContain('X-RateLimit-Limit');
  });

  it('a valid key as its principal, and says what is left of its limit', async () => {
    const { authenticator } = door();
    const exchange = exchangeWith({ 'x-api-key': 'good' });
    const found = letIn(await authenticator.authenticate(exchange, everywhere));
    expect(found).toMatchObject({ principal: principal('good'), place: 'x-api-key' });
    expect(found.limit).toEqual({ limit: 600, remaining: 599, resetAt: 60, retryAfterSeconds: null });
    expect([exchange.principal, exchange.keyPlace, exchange.presented]).toEqual([principal('good'), 'x-api-key', []]);
    expect([exchange.rateLimited, exchange.refusedKey]).toEqual([null, null]);
    expect(exchange.headers).toMatchObject({
      'X-RateLimit-Limit': 600,
      'X-RateLimit-Remaining': 599,
      'X-RateLimit-Reset': 60,
    });
    expect(exchange.headers).not.toHaveProperty('WWW-Authenticate');
  });
});

describe('a key over its limit', () => {
  it('is told so, and no other key is', async () => {
    const { authenticator, clock } = door({ limit: 1 });
    expect(letIn(await authenticator.authenticate(bearer('good'), everywhere)).limit.retryAfterSeconds).toBeNull();
    const exchange = bearer('good');
    const over = letIn(await authenticator.authenticate(exchange, everywhere));
    expect([over.limit.retryAfterSeconds, exchange.rateLimited]).toEqual([20, 'key']);
    expect(letIn(await authenticator.authenticate(bearer('other'), everywhere)).limit.retryAfterSeconds).toBeNull();
    clock.now = 60_000;
    expect(letIn(await authenticator.authenticate(bearer('good'), everywhere)).limit.retryAfterSeconds).toBeNull();
  });

  it('is over it through further calls of one request too', async () => {
    const { authenticator } = door({ limit: 3 });
    const { principal: who } = letIn(await authenticator.authenticate(bearer('good'), everywhere));
    expect(authenticator.spendMore(who, 3)).toBe(20);
    expect(authenticator.spendMore(who, 2)).toBeNull();
    expect(authenticator.spendMore(who, 1)).toBe(20);
  });
});

describe('an address that keeps failing', () => {
  const from = (key: string, address: string) => bearer(key, { 'X-Forwarded-For': address });

  it.each([
    [600, 300],
    [5, 5],
  ])('is told to wait, with a limit of %i a minute after %i times', async (limit, times) => {
    const { authenticator, clock } = door({ limit, trustProxy: 'on' });
    for (let time = 0; time < times; time += 1) {
      const problem = await refused(authenticator.authenticate(from('xyz', '192.0.2.1'), everywhere));
      expect(problem.code).toBe('UNAUTHORIZED');
    }
    const exchange = from('xyz', '192.0.2.1');
    const problem = await refused(authenticator.authenticate(exchange, everywhere));
    expect([problem.code, problem.retryAfterSeconds, exchange.rateLimited]).toEqual(['RATE_LIMITED', 20, 'address']);
    expect(problem.detail).toMatch(/^Too many requests with wrong keys from this address\./);
    expect(exchange.headers).not.toHaveProperty('WWW-Authenticate');
    expect((await refused(authenticator.authenticate(from('xyz', '192.0.2.2'), everywhere))).code).toBe('UNAUTHORIZED');
    // A valid key is never refused for what its address has done.
    expect(await authenticator.authenticate(from('good', '192.0.2.1'), everywhere)).not.toBeNull();
    clock.now = 60_000;
    expect((await refused(authenticator.authenticate(from('xyz', '192.0.2.1'), everywhere))).code).toBe('UNAUTHORIZED');
  });

  it('is not taken from a header, without a proxy of ours', async () => {
    const { authenticator } = door({ limit: 1 });
    await refused(authenticator.authenticate(from('xyz', '192.0.2.1'), everywhere));
    const problem = await refused(authenticator.authenticate(from('xyz', '192.0.2.2'), everywhere));
    expect(problem.code).toBe('RATE_LIMITED');
  });
});

describe('a second check of the caller', () => {
  it('gives the same within the millisecond, without a look-up', async () => {
    const { authenticator, verdicts, asked } = door();
    const found = letIn(await authenticator.authenticate(bearer('good'), everywhere));
    verdicts.good = { kind: 'disabled', key: owner };
    expect(await found.again()).toBe(found.principal);
    expect(asked).toEqual(['good']);
  });

  it('gives what the key allows by then, and does not count the request again', async () => {
    const { authenticator, verdicts, clock, asked } = door({ limit: 1 });
    const exchange = bearer('good');
    const found = letIn(await authenticator.authenticate(exchange, everywhere));
    clock.now += 1;
    verdicts.good = { kind: 'valid', principal: { ...principal('good'), scopes: [] } };
    expect((await found.again()).scopes).toEqual([]);
    expect(exchange.principal?.scopes).toEqual([]);
    expect([asked, exchange.rateLimited]).toEqual([['good', 'good'], null]);
  });

  it('fails once the key was revoked', async () => {
    const { authenticator, verdicts, clock } = door();
    const exchange = bearer('good');
    const found = letIn(await authenticator.authenticate(exchange, everywhere));
    clock.now += 1;
    verdicts.good = { kind: 'disabled', key: owner };
    expect((await refused(found.again())).code).toBe('FORBIDDEN');
    expect(exchange.refusedKey).toMatchObject({ kind: 'known', why: 'disabled' });
  });
});
