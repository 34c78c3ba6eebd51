/**
 * Randomness without state: a draw is a function of a seed and a salt, so the same question has the same answer
 * in any order, after any restart and on any machine.
 */

/** A well-mixed 32-bit number of any text (FNV-1a, then the finalizer of MurmurHash3). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return mix(hash);
}

/** A number in [0, 1) for this seed and salt. */
export function uniform(seed: number, salt: number | string): number {
  const salted = typeof salt === 'string' ? seedOf(salt) : mix(Math.imul(salt, 0x9e3779b9) ^ 0x5bd1e995);
  return mix((seed ^ salted) + 0x9e3779b9) / 2 ** 32;
}

/** A number in [low, high). */
export function between(seed: number, salt: number | string, low: number, high: number): number {
  return low + (high - low) * uniform(seed, salt);
}

/** Nearly normal, mean 0, deviation 1, within ±3.5: the sum of four uniform draws, scaled. */
export function bell(seed: number, salt: string): number {
  const sum = [0, 1, 2, 3].reduce((total, part) => total + uniform(seed, `${salt}/${part}`), 0);
  return (sum - 2) * Math.sqrt(3);
}

/** One of the given things. */
export function pick<T>(seed: number, salt: number | string, things: readonly [T, ...T[]]): T {
  return things[Math.floor(uniform(seed, salt) * things.length)] ?? things[0];
}

function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
