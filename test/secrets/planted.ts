import { generateKey } from '../../src/keys/format.ts';
import type { Dice } from './dice.ts';
import { lettersOf, unsecret } from './forms.ts';

const pieceLength = 16;

/** The secrets that were put somewhere, and a look for any piece of one. */
export class Planted {
  readonly #pieces = new Map<string, string>();
  /** Pieces of keys of any form, in their letters and digits alone, as they are and encoded. */
  readonly #letters = new Map<string, string>();
  readonly #real: string[] = [];
  /** Secrets that work, of no form of ours: codes and references, which count in their own places alone. */
  readonly #formless: string[] = [];
  count = 0;

  /** @param real keys that work */
  constructor(real: readonly string[]) {
    for (const key of real) this.works(key);
  }

  /** A key, a token or a secret that works: it is put wherever programs put one. */
  works(secret: string): void {
    this.#real.push(secret);
    this.remember(secret);
    this.#rememberAnyForm(secret);
  }

  /** A code or a reference that works: it is put where one belongs. */
  worksUnnamed(secret: string): void {
    this.#formless.push(secret);
    this.remember(secret);
    this.#rememberAnyForm(secret);
  }

  /** Anything that works, of any kind. */
  anySecret(dice: Dice): string {
    this.count += 1;
    return dice.pick([...this.#real, ...this.#formless]);
  }

  /** From now on no piece of it may be found. */
  remember(secret: string): void {
    const random = unsecret(secret);
    for (let at = 0; at + pieceLength <= random.length; at++) {
      this.#pieces.set(random.slice(at, at + pieceLength), secret);
    }
  }

  #rememberAnyForm(key: string): void {
    const bytes = Buffer.from(key);
    const base64 = [0, 1, 2].map((shift) => {
      const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
      return encoded.slice(4).replace(/.=+$/, '');
    });
    for (const form of [unsecret(key), bytes.toString('hex'), ...base64]) {
      const letters = lettersOf(form);
      for (let at = 0; at + pieceLength <= letters.length; at++) {
        this.#letters.set(letters.slice(at, at + pieceLength), key);
      }
    }
  }

  /** A key as programs of others make them. */
  keyOfAnyForm(dice: Dice): string {
    this.count += 1;
    const text = (size: number) => Buffer.from(dice.bytes(size)).toString('base64url').replaceAll('_', 'x');
    const hex = Buffer.from(dice.bytes(16)).toString('hex');
    const key = dice.pick([
      hex,
      hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      `sk-proj_${text(24)}`,
      `${text(12)}.${text(30)}.${text(20)}`,
      `p@ss:${text(18)}/+=~!`,
      text(32).toUpperCase(),
    ]);
    this.#rememberAnyForm(key);
    return key;
  }

  realKey(dice: Dice): string {
    return dice.pick(this.#real);
  }

  /** A key as it is, or as people and programs garble one. */
  key(dice: Dice): string {
    this.count += 1;
    if (dice.chance(0.3)) return this.realKey(dice);
    const key = generateKey((size) => dice.bytes(size));
    this.remember(key);
    const garbled = dice.next();
    if (garbled < 0.1) return key.slice(0, 40);
    if (garbled < 0.2) return `${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`;
    return key;
  }

  /** A text with a key in it. */
  text(dice: Dice): string {
    const key = this.key(dice);
    return dice.pick([key, key, `Bearer ${key}`, `my key is ${key}, please`, `${key}\u200b`, `«${key}»`, `x${key}`]);
  }

  /** Which secrets have a piece in there; a full one or sixteen characters of it. */
  foundIn(content: string): string[] {
    const found = new Set<string>();
    for (const [run] of content.matchAll(/[0-9A-Za-z_-]{16,}/g)) {
      for (let at = 0; at + pieceLength <= run.length; at++) {
        const secret = this.#pieces.get(run.slice(at, at + pieceLength));
        if (secret !== undefined) found.add(`${secret.slice(0, 12)}… in …${contextOf(content, run)}…`);
      }
    }
    const letters = lettersOf(content);
    for (let at = 0; at + pieceLength <= letters.length; at++) {
      const secret = this.#letters.get(letters.slice(at, at + pieceLength));
      if (secret !== undefined) {
        found.add(`${secret.slice(0, 12)}… in …${letters.slice(Math.max(0, at - 90), at + pieceLength + 40)}…`);
      }
    }
    return [...found];
  }
}

function contextOf(content: string, run: string): string {
  const at = content.indexOf(run);
  return content.slice(Math.max(0, at - 120), at + run.length + 40).replace(/[^\x20-\x7e]+/g, ' ');
}
