import { lookup } from 'node:dns/promises';
import type { Resolve } from './addresses.ts';

/** As the system looks names up: `/etc/hosts` and name servers. */
export const systemResolver: Resolve = async (host) => {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
};
