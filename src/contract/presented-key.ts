/** Where a key can come (contract §4, Key). REST takes the first only. */
export type KeyPlace = 'authorization' | 'x-creatoraudit-api-key' | 'x-api-key' | 'x-auth-token' | 'url';

/** A key as it was sent. Private, so that no log, inspection or JSON of a request shows it. */
export class RawKey {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }
}
