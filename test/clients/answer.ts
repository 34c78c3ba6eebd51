import type { KeyState } from './keys.ts';

/** What a client sees of the server that it was told of. */
export interface Answer {
  connected: boolean;
  /** In the client's own words, how it went. */
  says: string;
  /** The names of the tools that it sees; null where it does not show them. */
  tools: readonly string[] | null;
  /** What came of a reading and of a writing tool: `OK` or the error's code; null where it cannot call any. */
  read: string | null;
  write: string | null;
}

/** A client's words for a key that is refused; most repeat the server's. */
export type Causes = Readonly<Record<'wrong' | 'disabled' | 'expired', RegExp>>;

export const serverCauses: Causes = {
  wrong: /This key is not known\./,
  disabled: /This key is disabled\./,
  expired: /This key has expired\./,
};

/** A client that would send its user to a page: a key is not had there. */
const loginOffer =
  /https?:\/\/\S*(authorize|oauth)\S*response_type|open (this|the following) (url|link)|opening .*browser/i;

/**
 * What the answer shows, in a few words. Throws where it is not what a key of that state must come to: everything for a
 * valid one, only reading for a narrowed one, and for the others a clear cause and no login.
 */
export function judge(state: KeyState, answer: Answer, causes: Causes): string {
  if (loginOffer.test(answer.says)) throw new Error(`offers a login: ${answer.says}`);
  if (state === 'valid' || state === 'narrowed') {
    if (!answer.connected) throw new Error(`does not connect: ${answer.says}`);
    return seen(state, answer);
  }
  if (answer.connected) throw new Error(`connects with a key that is ${state}`);
  const [cause] = causes[state].exec(answer.says) ?? [];
  if (cause === undefined) throw new Error(`does not say that the key is ${state}: ${answer.says}`);
  return `refused: “${cause}”`;
}

function seen(state: 'valid' | 'narrowed', { tools, read, write }: Answer): string {
  const parts = [tools === null ? null : listed(state, tools), read === null ? null : readingCall(read)];
  const refusal = write === null ? null : writingCall(state, write);
  return ['connected', ...parts, refusal].filter((part) => part !== null).join(', ');
}

function listed(state: 'valid' | 'narrowed', tools: readonly string[]): string {
  if (!tools.includes('list_accounts')) throw new Error(`sees no list_accounts: ${tools}`);
  const writes = tools.includes('create_creator');
  if (writes !== (state === 'valid')) throw new Error(`${writes ? 'sees' : 'does not see'} create_creator`);
  return writes ? 'lists all tools' : 'lists only reading tools';
}

function readingCall(outcome: string): string {
  if (outcome !== 'OK') throw new Error(`a reading call came to ${outcome}`);
  return 'calls one that reads';
}

function writingCall(state: 'valid' | 'narrowed', outcome: string): string {
  const wanted = state === 'valid' ? 'OK' : 'INSUFFICIENT_SCOPE';
  if (outcome !== wanted) throw new Error(`a writing call came to ${outcome}`);
  return state === 'valid' ? 'and one that writes' : `and one that writes is refused: ${wanted}`;
}
