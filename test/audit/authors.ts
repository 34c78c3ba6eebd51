import { randomUUID } from 'node:crypto';
import { contentOf } from '../../src/audit/audit-event.ts';
import { type ChangeAuthor, createAuthor, createNobody } from '../../src/audit/author.ts';
import { trailKeysOf } from '../../src/audit/trail-keys.ts';
import { verifyTrail } from '../../src/audit/verify-trail.ts';
import type { SecretsSource } from '../../src/keys/open-secrets.ts';
import type { Store } from '../../src/store/store.ts';

/** For tests that do not look at who wrote a row. */
export const nobody: ChangeAuthor = createNobody(randomUUID);

/** Each row is of a process of its own that ends with it, as a command of the command line does. */
export function briefAuthor(secrets: SecretsSource): ChangeAuthor {
  const { rowKey } = trailKeysOf(secrets.current());
  return {
    async write(database, content) {
      const author = createAuthor({ id: randomUUID(), rowKey, newId: randomUUID });
      await author.write(database, content);
      const at = Date.parse(content.at);
      await author.write(database, contentOf({ event: 'command.ended', organizationId: null }, at));
    },
  };
}

/** What a check says that has the database and the secrets, and no end from before. */
export function verdictOn(store: Store, secrets: SecretsSource) {
  return verifyTrail({ store, keys: trailKeysOf(secrets.current()), now: Date.now, keptEndFile: null });
}
