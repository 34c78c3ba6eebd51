import type { Kysely } from 'kysely';
import type { KeyContext } from '../../keys/lifecycle/key-context.ts';
import type { Schema } from '../../store/schema.ts';
import type { Arrival, Identity, Outcome } from '../auth/arrival.ts';
import { isSignInName } from '../contract/sign-in-name.ts';
import { proveAddress, takeAddress, writeOfPerson } from '../people/address.ts';
import { insertPerson } from '../people/create-person.ts';
import type { ArrivalContext } from './arrival-context.ts';
import { decideLink, decideSignIn } from './decide.ts';
import { adoptEarlierLinks } from './earlier-links.ts';
import { admits, holderOf, linkedTo } from './read-facts.ts';

/** Who took an address, in the trails of those who lost it. */
const byProvider = 'sign-in provider';

/** Of two who arrive as the same at once, the second finds what the first has made when it looks again. */
const triesAtOnce = 3;

/**
 * What becomes of somebody whom the provider has sent back: signed in, or with `linkTo` linked to that account. Whole or
 * not at all.
 */
export async function arrive(context: ArrivalContext, arrival: Arrival, linkTo: string | null): Promise<Outcome> {
  await adoptEarlierLinks(context, arrival.identity.issuer);
  for (let tries = 1; ; tries += 1) {
    try {
      return await context.keys.store.write
        .transaction()
        .execute((transaction) =>
          linkTo === null ? signInBy(transaction, context, arrival) : link(transaction, context, arrival, linkTo),
        );
    } catch (error) {
      if (!(error instanceof MadeMeanwhile) || tries === triesAtOnce) throw error;
    }
  }
}

async function signInBy(
  transaction: Kysely<Schema>,
  { keys, config }: ArrivalContext,
  { identity, address, name }: Arrival,
): Promise<Outcome> {
  const decision = decideSignIn({
    linked: await linkedTo(transaction, identity),
    address,
    holder: await holderOf(transaction, address),
    admitted: await admits(transaction, { signUp: config.signUp, now: keys.now() }, address),
  });
  if (decision.kind === 'refused') return decision;
  if (decision.kind === 'known') {
    const { personId, proves } = decision;
    if (proves && address.kind === 'verified') {
      await proveAddress(transaction, keys, { personId, email: address.email });
    }
    return { kind: 'in', personId };
  }
  const { email, loser } = decision;
  if (loser !== null) await takeAddress(transaction, keys, { personId: loser, email, by: byProvider });
  const personId = keys.newId();
  const person = { id: personId, email, name: name ?? nameFrom(email), passwordHash: null, proven: true };
  if (!(await insertPerson(transaction, person, keys))) throw new MadeMeanwhile();
  await insertLink(transaction, keys, identity, personId);
  const linked = { person: personId, issuer: identity.issuer };
  await writeOfPerson(transaction, keys, personId, { event: 'member.provider_linked', by: personId, facts: linked });
  const facts = { person: personId, address: email };
  await writeOfPerson(transaction, keys, personId, { event: 'member.address_proven', by: personId, facts });
  return { kind: 'in', personId };
}

async function link(
  transaction: Kysely<Schema>,
  { keys }: ArrivalContext,
  { identity, address }: Arrival,
  personId: string,
): Promise<Outcome> {
  const { email: own } = await transaction
    .selectFrom('people')
    .select('email')
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const linked = await linkedTo(transaction, identity);
  const holder = await holderOf(transaction, address);
  const decision = decideLink({ personId, linked, address, holder, hasNoAddress: isSignInName(own) });
  if (decision.kind === 'refused') return decision;
  if (linked === null) {
    await insertLink(transaction, keys, identity, personId);
    const facts = { person: personId, issuer: identity.issuer };
    await writeOfPerson(transaction, keys, personId, { event: 'member.provider_linked', by: personId, facts });
  }
  const change = decision.address;
  if (change.kind === 'proven') await proveAddress(transaction, keys, { personId, email: own });
  if (change.kind === 'taken') {
    const { email, loser } = change;
    if (loser !== null) await takeAddress(transaction, keys, { personId: loser, email, by: byProvider });
    await proveAddress(transaction, keys, { personId, email });
  }
  return { kind: 'linked' };
}

async function insertLink(
  transaction: Kysely<Schema>,
  { now, newId }: KeyContext,
  { issuer, subject }: Identity,
  personId: string,
): Promise<void> {
  const inserted = await transaction
    .insertInto('provider_links')
    .values({ id: newId(), issuer, subject, person_id: personId, linked_at: new Date(now()).toISOString() })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) throw new MadeMeanwhile();
}

function nameFrom(email: string): string {
  const [local = ''] = email.split('@');
  return local;
}

class MadeMeanwhile extends Error {}
