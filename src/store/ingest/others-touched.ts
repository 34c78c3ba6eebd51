import { among } from '../among.ts';
import type { AccountLookRow } from '../schema.ts';
import type { Looked, Place } from './looked.ts';
import { listingsAmong } from './looks.ts';
import { type KnownPost, postsById } from './post-states.ts';

/**
 * Posts that looks touch without telling of them: those seen at the listing right after one that is new or gone, whose first
 * gain may begin elsewhere; those that the same origin saw before and after; and all that an origin which goes had told of.
 */
export async function othersTouched(
  place: Place,
  { before, after, without }: Looked,
  except: ReadonlySet<number>,
): Promise<KnownPost[]> {
  const { writer, account, origin } = place;
  const db = writer.write;
  const named = ({ at, origin, listing }: AccountLookRow) => `${at} ${origin} ${listing > 0}`;
  const had = new Set(before.map(named));
  const has = new Set(after.map(named));
  const differ = [
    ...after.filter((look) => !had.has(named(look))),
    ...before.filter((look) => !has.has(named(look))),
  ].map(({ at }) => at);
  const listings = { before: new Set(listingsAmong(before)), after: new Set(listingsAmong(after)) };
  const either = [...new Set([...listings.before, ...listings.after])].sort((a, b) => a - b);
  const listed = either.filter((at) => listings.before.has(at) !== listings.after.has(at));
  const next = new Set(listed.flatMap((at) => either.find((other) => other > at) ?? []));
  if (differ.length === 0 && next.size === 0) return [];
  const [least, most] = [Math.min(...differ), Math.max(...differ)];
  const rows = await db
    .selectFrom('account_videos as v')
    .innerJoin('post_levels as l', (join) =>
      join.on('l.organization_no', '=', origin.organizationNo).onRef('l.post_id', '=', 'v.id'),
    )
    .select('v.id')
    .distinct()
    .where('v.account_id', '=', account.id)
    .where(({ eb, or, and }) =>
      or([
        ...(next.size > 0 ? [among(writer.dialect, 'l.at', [...next])] : []),
        without === null
          ? differ.length === 0
            ? eb.lit(false)
            : and([
                eb('l.origin', '=', origin.number),
                eb('l.at', '<', most),
                eb(eb('l.at', '+', eb.ref('l.still')), '>', least),
              ])
          : eb('l.origin', '=', without),
      ]),
    )
    .execute();
  const ids = rows.map(({ id }) => id).filter((id) => !except.has(id));
  return ids.length === 0 ? [] : postsById(place, ids);
}
