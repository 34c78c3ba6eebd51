import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { placeOf } from './new-place.ts';
import { placeMs } from './outbox/delete-old.ts';
import { isMailable, post } from './outbox/post.ts';
import { ownersOf, type Recipient } from './owners.ts';

export interface SignIn {
  personId: string;
  address: string;
  userAgent: string;
}

interface Noting {
  store: Pick<Store, 'write'>;
  now: () => number;
  newId: () => string;
  signUp: 'invite' | 'open';
}

/** Of one person; more are forgotten, the oldest first. */
const mostPlaces = 50;

/**
 * Remembers from where somebody signed in, and posts a mail to them and the owners beside them where it is new. The first
 * place of an account is none: that is where it was made. @returns whether a mail was posted
 */
export function noteSignIn({ store, now, newId, signUp }: Noting, signIn: SignIn): Promise<boolean> {
  const at = now();
  const place = placeOf(signIn.address, signIn.userAgent);
  return store.write.transaction().execute(async (transaction) => {
    const isNew = await remember(transaction, signIn.personId, place, at);
    if (!isNew) return false;
    const person = await transaction
      .selectFrom('people')
      .select(['id', 'name', 'email', 'email_verified'])
      .where('id', '=', signIn.personId)
      .executeTakeFirstOrThrow();
    const mayGet = signUp === 'invite' || Boolean(person.email_verified);
    const own: Recipient[] = mayGet && isMailable(person.email) ? [{ personId: person.id, address: person.email }] : [];
    const others = await ownersBeside(transaction, person.id, signUp);
    let anyPosted = false;
    for (const { personId, address } of [...own, ...others]) {
      const instant = new Date(at).toISOString();
      const posted = await post(transaction, at, {
        id: newId(),
        kind: 'new_place',
        occasion: `new_place:${person.id}:${place}:${instant}:${personId}`,
        address,
        organizationId: null,
        facts: { person: person.name, place, at: instant, is_you: personId === person.id ? 'yes' : 'no' },
      });
      anyPosted ||= posted === 'posted';
    }
    return anyPosted;
  });
}

/** Whether it is another place than all of the last 90 days, and there were some. */
async function remember(transaction: Kysely<Schema>, personId: string, place: string, now: number): Promise<boolean> {
  const seen = await transaction
    .selectFrom('sign_in_places')
    .select(['place', 'seen_at'])
    .where('person_id', '=', personId)
    .orderBy('seen_at', 'desc')
    .orderBy('place')
    .execute();
  const seenAt = new Date(now).toISOString();
  await transaction
    .insertInto('sign_in_places')
    .values({ person_id: personId, place, seen_at: seenAt })
    .onConflict((conflict) => conflict.columns(['person_id', 'place']).doUpdateSet({ seen_at: seenAt }))
    .execute();
  const tooMany = seen.slice(mostPlaces - 1).map((one) => one.place);
  if (tooMany.length > 0) {
    await transaction
      .deleteFrom('sign_in_places')
      .where('person_id', '=', personId)
      .where('place', 'in', tooMany)
      .where('place', '!=', place)
      .execute();
  }
  const since = new Date(now - placeMs).toISOString();
  return seen.length > 0 && !seen.some((one) => one.place === place && one.seen_at > since);
}

async function ownersBeside(
  transaction: Kysely<Schema>,
  personId: string,
  signUp: 'invite' | 'open',
): Promise<readonly Recipient[]> {
  const memberships = await transaction
    .selectFrom('members')
    .select('organization_id')
    .where('person_id', '=', personId)
    .execute();
  const owners = new Map<string, Recipient>();
  for (const { organization_id } of memberships) {
    for (const owner of await ownersOf(transaction, organization_id, signUp)) owners.set(owner.personId, owner);
  }
  owners.delete(personId);
  return [...owners.values()];
}
