import type { Store } from '../store/store.ts';
import { appendAfter, appendToChain, isAnyPending, placeEarlier, placePending } from './append.ts';
import { contentOf } from './audit-event.ts';
import { createAuthor } from './author.ts';
import type { Link } from './chain.ts';
import { type Fault, linkFactsOf } from './inspection.ts';
import { createKeptEnd, readKeptEnd, writeKeptEnd } from './kept-end.ts';
import type { TrailKeys } from './trail-keys.ts';
import { verifyTrail } from './verify-trail.ts';

/** Of what is explained, in the row that says so. */
const mostCharacters = 2_000;

interface RestoredTrail {
  store: Store;
  keys: TrailKeys;
  keptEndFile: string;
  now: () => number;
  newId: () => string;
}

/**
 * Writes down that the chain is one from a backup: an end that was seen later is not missed any more, nor what processes
 * wrote after it. For an operator who has the secrets; nothing that is only in the database may lead here. The row says
 * which end it follows, so that it explains nothing where somebody else has put it; and what it explains, so that nothing
 * is accepted unseen.
 * @returns where the chain ended, the end that this machine had kept and gives up, and what was wrong until now
 */
export async function acceptRestore(
  { store, keys, keptEndFile, now, newId }: RestoredTrail,
  said: Readonly<Record<string, string>> = {},
): Promise<{ end: Link; givenUp: Link | null; explains: readonly Fault[] }> {
  const { sealKey, rowKey } = keys;
  const verdict = await verifyTrail({ store, keys, now, keptEndFile });
  const explains = verdict.kind === 'broken' ? verdict.faults : [];
  const state = await readKeptEnd(keptEndFile, sealKey);
  const kept = typeof state === 'object' ? (state.lost ?? state.end) : null;
  const author = createAuthor({ id: newId(), rowKey, newId });
  const placing = { store, sealKey, kept: createKeptEnd({ file: keptEndFile, sealKey }) };
  const listed = explains
    .map(({ kind, reason }) => `${kind}: ${reason}`)
    .join('; ')
    .slice(0, mostCharacters);
  const given = listed === '' ? said : { ...said, explains: listed };
  // What waited in the backup comes before, of an earlier version too.
  await placeEarlier(placing);
  if (await isAnyPending(store)) while (await placePending(placing));
  const end = await appendAfter(placing, (before) => {
    const links = linkFactsOf({ end: before, ...(kept !== null && { given_up: kept }) });
    return author.authored(
      contentOf({ event: 'trail.restored', organizationId: null, facts: { ...given, ...links } }, now()),
    );
  });
  await writeKeptEnd(keptEndFile, sealKey, { end, lost: null });
  const ended = { event: 'command.ended', organizationId: null, facts: { process: author.id } } as const;
  await appendToChain(placing, [author.authored(contentOf(ended, now()))]);
  await placing.kept.save();
  return { end, givenUp: kept, explains };
}

/** Writes down that the operator had a new database begun, where this machine has seen the end of another one. */
export async function acceptNewDatabase(trail: RestoredTrail): Promise<void> {
  const state = await readKeptEnd(trail.keptEndFile, trail.keys.sealKey);
  if (typeof state === 'string') return;
  const { seq } = await trail.store.write.selectFrom('audit_chain').select('seq').executeTakeFirstOrThrow();
  if (seq === 0) await acceptRestore(trail, { why: 'a new database was begun' });
}
