import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createFirstRequests } from '../../src/dashboard/connect/first-requests.ts';
import { Exchange } from '../../src/http/exchange.ts';

/** A request with a key, as it has ended. */
function requestOf(organizationId: string, keyId: string): Exchange {
  const request = new IncomingMessage(new Socket());
  const exchange = new Exchange(request, new ServerResponse(request), 0);
  const names = { organizationName: organizationId, keyName: keyId };
  const rest = { scopes: ['read'], expiresAt: null, urlKeys: 'allow', holdsSampleData: false } as const;
  exchange.principal = { organizationId, keyId, ...names, ...rest };
  exchange.keyPlace = 'authorization';
  return exchange;
}

it('the wait of an organization for a key outlasts any number of keys that another waits for', () => {
  const requests = createFirstRequests(
    () => 1_000,
    () => undefined,
  );
  const wanted = { organizationId: 'ours', keyId: 'first' };
  requests.watch(wanted, 'ca_live_abcd…wxyz');
  for (let at = 0; at < 5_000; at += 1) {
    requests.watch({ organizationId: 'theirs', keyId: `key ${at}` }, 'ca_live_efgh…stuv');
  }
  requests.note(requestOf('ours', 'first'));
  // A key is waited for in its own organization alone.
  requests.note(requestOf('theirs', 'first'));
  expect(requests.seen(wanted, 0)).toHaveLength(1);
  expect(requests.seen({ ...wanted, organizationId: 'theirs' }, 0)).toEqual([]);
});

it('an organization that waits for too many keys forgets those that it began with', () => {
  const requests = createFirstRequests(
    () => 1_000,
    () => undefined,
  );
  for (let at = 0; at < 100; at += 1) requests.watch({ organizationId: 'ours', keyId: `key ${at}` }, 'x');
  for (let at = 0; at < 100; at += 1) requests.note(requestOf('ours', `key ${at}`));
  const seen = Array.from({ length: 100 }, (_, at) =>
    requests.seen({ organizationId: 'ours', keyId: `key ${at}` }, 0),
  ).flat();
  expect(seen).toHaveLength(20);
});
