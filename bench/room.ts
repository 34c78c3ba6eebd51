import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createOrganization } from '../src/organizations/create.ts';
import { openStore } from '../src/store/open.ts';
import { loadLargeOrganization } from './large-organization/load.ts';
import { large, living, shareOf } from './large-organization/size.ts';
import { roomOnPostgres } from './scale/room.ts';

/*
 * npm run bench:room -- --postgres URL [--share 0.0567] [--life 90]
 *
 * What a day of a post takes in an empty database of PostgreSQL; `bench:scale` says it of SQLite.
 */
const { values: options } = parseArgs({
  options: { postgres: { type: 'string' }, share: { type: 'string' }, life: { type: 'string' } },
});
const size = shareOf(living(large, Number(options.life ?? 90)), Number(options.share ?? 0.0567));
const store = await openStore({ kind: 'postgres', url: options.postgres ?? '' }, { statementMs: null });
const { id } = await createOrganization(
  { store, now: Date.now, newId: randomUUID },
  { name: 'Large organization', holdsSampleData: false },
);
const say = (share: number) => process.stderr.write(`${Math.round(share * 100)} %\n`);
const loaded = await loadLargeOrganization(store, id, size, Date.now(), say);
process.stdout.write(`${JSON.stringify({ ...loaded, ...(await roomOnPostgres(store)) })}\n`);
await store.close();
