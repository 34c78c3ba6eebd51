/** The variable that a snippet reads the key from when the key shall not stand in it. */
export const KEY_VARIABLE = 'CREATORAUDIT_API_KEY';

/** The value of an `Authorization` header (contract §1). */
export function bearer(key: string): string {
  return `Bearer ${key}`;
}
