import { expect } from 'vitest';
import type { Store } from '../../../src/store/store.ts';

/** Who is who by the answers so far. */
export interface Account {
  readonly id: string;
  email: string;
  readonly password: string | null;
  proven: boolean;
  lost: string | null;
  readonly links: Set<string>;
}

/** What the provider says: `address` null for nothing. */
export interface Said {
  readonly identity: string;
  readonly address: string | null;
  readonly verified: boolean;
}

export class Model {
  readonly accounts: Account[] = [];

  holderOf(email: string): Account | undefined {
    return this.accounts.find((account) => account.email === email);
  }

  linkedTo(identity: string): Account | undefined {
    return this.accounts.find(({ links }) => links.has(identity));
  }

  /** What comes of a sign-in by the provider: an account, a new one, or why not. */
  arrival({ identity, address, verified }: Said): Account | 'new' | string {
    const linked = this.linkedTo(identity);
    if (linked !== undefined) return linked;
    if (address === null) return 'address_missing';
    if (!verified) return 'address_unverified';
    return this.holderOf(address)?.proven === true ? 'address_proven_elsewhere' : 'new';
  }

  /** The name is the server's to choose: it is learned, and held to its form. */
  async lose(account: Account, { read }: Store): Promise<void> {
    account.lost = account.email;
    const { email } = await read
      .selectFrom('people')
      .select('email')
      .where('id', '=', account.id)
      .executeTakeFirstOrThrow();
    expect(email).toMatch(/^[\w-]+-[0-9a-f]{12}@sign-in\.invalid$/);
    account.email = email;
    account.proven = false;
  }

  prove(account: Account, email: string): void {
    account.email = email;
    account.proven = true;
    account.lost = null;
  }

  /** The database holds of each account what the answers have said, and no other account has come to be. */
  async holds({ read }: Store, mark: string): Promise<void> {
    const people = await read
      .selectFrom('people')
      .select(['id', 'email', 'email_verified', 'lost_email'])
      .where((is) => is.or([is('email', 'like', `%${mark}%`), is('lost_email', 'like', `%${mark}%`)]))
      .execute();
    const links = await read
      .selectFrom('provider_links')
      .select(['issuer', 'subject', 'person_id'])
      .where('subject', 'like', `%${mark}%`)
      .execute();
    const found = people.map(({ id, email, email_verified, lost_email }) => ({
      id,
      email,
      proven: Boolean(email_verified),
      lost: lost_email,
      links: links.filter(({ person_id }) => person_id === id).map(({ issuer, subject }) => `${issuer} ${subject}`),
    }));
    const known = this.accounts.map(({ password: _, links: each, ...account }) => ({ ...account, links: [...each] }));
    const inOrder = (list: typeof known) =>
      list.map((one) => ({ ...one, links: one.links.sort() })).sort((a, b) => a.id.localeCompare(b.id));
    expect(inOrder(found)).toEqual(inOrder(known));
  }
}
