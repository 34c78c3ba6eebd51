/** A key in the forms that people and programs write one in. Made without the code that is to find them. */
export const formsOfKey: Readonly<Record<string, (key: string) => string>> = {
  'as it is': (key) => key,
  'in capitals': (key) => key.toUpperCase(),
  'in small letters': (key) => key.toLowerCase(),
  'percent-encoded': (key) => encodeURIComponent(key),
  'percent-encoded, each character': hexOf('%'),
  'percent-encoded twice': (key) => encodeURIComponent(hexOf('%')(key)),
  'in base64': (key) => Buffer.from(key).toString('base64'),
  'in base64 for URLs, behind a name': (key) => Buffer.from(`u:${key}`).toString('base64url'),
  'in base64, behind a scheme': (key) => Buffer.from(`Bearer ${key}.`).toString('base64'),
  'in hex': (key) => Buffer.from(key).toString('hex'),
  'split by hyphens': (key) => (key.match(/.{1,5}/g) ?? []).join('-'),
  'split by dots and blanks': (key) => key.split('').join('. '),
  'in quotes': (key) => `"${key}"`,
  'its first half': (key) => key.slice(0, Math.ceil(key.length / 2)),
  'its last half': (key) => key.slice(Math.floor(key.length / 2)),
  'in a URL, as stock clients name themselves': (key) => `streamable-http: https://gateway.example/mcp?api_key=${key}`,
  'in a URL that is encoded': (key) => encodeURIComponent(`https://gateway.example/mcp?api_key=${key}`),
};

/** Those that leave out much of it. */
export const partialForms: ReadonlySet<string> = new Set(['its first half', 'its last half']);

function hexOf(before: string): (key: string) => string {
  return (key) => key.replace(/[\s\S]/g, (character) => `${before}${character.charCodeAt(0).toString(16)}`);
}

/** Keys as different programs make them: none but the first has a shape that could be told from other words. */
export const keysOfAnyForm: Readonly<Record<string, string>> = {
  'of ours': `ca_live_${'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF2gI5kM8oQ1sU4wYzR'}`,
  'a UUID': '7d3e9b54-1c2f-4a6d-8e70-b9c8d1f2a3e4',
  'a token of three parts': 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmEtYmFrZXMifQ.c2lnbmF0dXJl',
  'with a prefix': 'sk-proj_Zq8vR2mK4wXp77LsT1hYd',
  'of words': 'correct-horse-battery-staple-42',
  'full of signs': 'p@ss:w0rd/with+signs=and~more!',
  short: 'hunter2-xyz',
};

/** The part of a text that may be secret, as any form leaves it. */
export function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^0-9a-z]/g, '');
}

/** How keys, tokens and secrets of ours begin is no secret. */
export function unsecret(text: string): string {
  return text.replace(/^ca_(live|oat|ort|ocs)_/, '');
}

/** Whether ten letters and digits in a row of a key, or as much of it encoded, stand in what was left behind. */
export function holdsPieceOf(fullKey: string, content: string): boolean {
  const key = unsecret(fullKey);
  const left = lettersOf(content);
  const bytes = Buffer.from(key);
  return (
    holdsRun(left, lettersOf(key), 10) ||
    holdsRun(left, bytes.toString('hex'), 20) ||
    [0, 1, 2].some((shift) => {
      const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
        .toString('base64')
        .replace(/.=+$/, '');
      return holdsRun(left, lettersOf(encoded.slice(4)), 14);
    })
  );
}

function holdsRun(content: string, secret: string, length: number): boolean {
  const size = Math.min(length, secret.length);
  for (let at = 0; at + size <= secret.length; at += 1) if (content.includes(secret.slice(at, at + size))) return true;
  return false;
}
