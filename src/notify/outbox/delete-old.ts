import type { Store } from '../../store/store.ts';

/** An occasion that comes again after this was long ago. */
const keptMs = 30 * 86_400_000;
/** How long a place counts as seen. */
export const placeMs = 90 * 86_400_000;

/** Deletes mails that were settled long ago, links that are over and places that do not count any more. */
export async function deleteOld({ write }: Pick<Store, 'write'>, now: number): Promise<void> {
  const before = (ms: number) => new Date(now - ms).toISOString();
  await write.deleteFrom('mails').where('settled_at', '<', before(keptMs)).execute();
  await write.deleteFrom('mail_links').where('expires_at', '<', before(0)).execute();
  await write
    .deleteFrom('sign_in_places')
    .where('seen_at', '<', before(placeMs))
    // The last one stays: whoever comes after a long time from somewhere else is not there for the first time.
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('sign_in_places as later')
          .select('later.place')
          .whereRef('later.person_id', '=', 'sign_in_places.person_id')
          .whereRef('later.seen_at', '>', 'sign_in_places.seen_at'),
      ),
    )
    .execute();
}
