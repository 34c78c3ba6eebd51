/**
 * Run as a process of its own: takes one snapshot after the other of accounts that it shares with its like, links and
 * unlinks them, and tells of each write that it was told is done. Arguments: setting as JSON, a name, the first hour.
 */

import { writeChange } from '../../src/audit/write-change.ts';
import { recordAccountSnapshot } from '../../src/store/ingest/account-snapshot.ts';
import { openStore } from '../../src/store/open.ts';
import { linkAccount, unlinkAccount } from '../../src/store/ownership.ts';
import { nobody } from '../audit/authors.ts';
import { hour, noon, post, snapshotOf } from './rows.ts';

const [setting = '', name = '', first = '0'] = process.argv.slice(2);
const store = await openStore(JSON.parse(setting));
const organizationId = 'o';
const context = { now: Date.now, author: nobody };
// Whoever forked us is gone.
process.on('disconnect', () => process.exit(0));

for (let i = 0; ; i++) {
  const accountId = `a${i % 3}`;
  const at = noon + (Number(first) + i) * hour;
  const posts = [0, 1, 2].map((p) => post(`${accountId}-${p}`, 10 * i + p));
  await recordAccountSnapshot(store, { organizationId, accountId, at, snapshot: snapshotOf(100 + i, posts) });
  if (i % 4 === 0) await linkAccount(store, { organizationId, accountId, creatorId: 'c' });
  if (i % 4 === 2) await unlinkAccount(store, { organizationId, accountId, creatorId: 'c' });
  const facts = { name: `${name}-${i}` };
  await writeChange(store.write, context, { organizationId, by: 'cli', event: 'key.changed', facts });
  process.send?.(`${name}-${i}`);
}
