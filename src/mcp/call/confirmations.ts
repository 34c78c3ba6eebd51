import { createHmac, hash, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { AnyOperation } from '../../contract/operations.ts';
import { parseInput, type RawInput } from '../../contract/parse.ts';
import type { Call } from '../../contract/port.ts';
import { invalid, Problem } from '../../contract/problem.ts';

/** How long a person has to say yes (contract §4, Confirmation). */
const livesMs = 10 * 60_000;

interface ConfirmationSetting {
  /** Authenticates tokens: `secrets.derive('confirm')`. */
  secret: KeyObject;
  now: () => number;
  newId: () => string;
  /** Keeps that a token was used; false where it was already. */
  spend: (organizationId: string, token: string) => Promise<boolean>;
}

export interface Confirmations {
  /**
   * What an agent is answered instead of the operation until its person has confirmed; null where it may go on.
   * @throws Problem VALIDATION_ERROR for input that the operation would refuse, too long a list, or a token that is not for it
   */
  asked(
    operation: AnyOperation,
    raw: RawInput,
    given: { confirm: unknown; call: Call },
  ): Promise<Record<string, unknown> | null>;
}

/** The two steps of operations that an agent calls only after its person has seen what will happen. */
export function createConfirmations({ secret, now, newId, spend }: ConfirmationSetting): Confirmations {
  const macOf = (until: string, nonce: string, bound: string) =>
    createHmac('sha256', secret)
      .update(JSON.stringify([until, nonce, bound]))
      .digest();

  function isGood(token: string, bound: string): boolean {
    const [until = '', nonce = '', mac = ''] = token.split('.');
    const wanted = macOf(until, nonce, bound);
    const sent = Buffer.from(mac, 'base64url');
    return sent.length === wanted.length && timingSafeEqual(sent, wanted) && Number(until) >= now();
  }

  return {
    async asked(operation, raw, { confirm, call }) {
      const { byAgents } = operation;
      if (byAgents === undefined) return null;
      const { body } = parseInput(operation, raw);
      const items = lengthOf(body, byAgents.list);
      if (items > byAgents.most) {
        const message = `may hold at most ${byAgents.most} items in a tool call; more are pushed by ${operation.method} /v2${operation.path}`;
        throw invalid([{ field: byAgents.list, message }]);
      }
      const { organizationId, keyId } = call.caller;
      const said = hash('sha256', JSON.stringify([raw.params, raw.query, body]), 'base64url');
      const bound = JSON.stringify([organizationId, keyId, operation.id, said]);
      if (confirm !== undefined && confirm !== null) {
        if (typeof confirm !== 'string' || !isGood(confirm, bound))
          throw invalid([{ field: 'confirm', message: wrong }]);
        if (await spend(organizationId, confirm)) return null;
        throw new Problem('CONFLICT', 'This confirmation was used already. Call without confirm to get another one.');
      }
      const until = String(now() + livesMs);
      const nonce = newId();
      return {
        confirmation_needed: `${operation.summary}: ${items} ${byAgents.list}. Show your person what this will do; when they agree, call again with the same arguments and this confirm token.`,
        confirm: `${until}.${nonce}.${macOf(until, nonce, bound).toString('base64url')}`,
        expires_at: new Date(Number(until)).toISOString(),
      };
    },
  };
}

const wrong =
  'is not for this call: it lives ten minutes and is bound to the key and to the very same arguments. Call without it to get one';

function lengthOf(body: object | null, list: string): number {
  const items = body === null ? undefined : new Map<string, unknown>(Object.entries(body)).get(list);
  return Array.isArray(items) ? items.length : 0;
}
