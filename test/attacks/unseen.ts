/** Emoji as Unicode lists them, each of which may hold joiners, selectors or tags; and what people join from them. */
const emoji = /(?:\p{RGI_Emoji}|\p{ExtPict})\ufe0f?(?:\u200d(?:\p{RGI_Emoji}|\p{ExtPict})\ufe0f?)*/gv;

/**
 * By the properties of Unicode and not by the product's own table: format, control, line separators, ignorable. Number
 * signs of Arabic and Kaithi, and the joiners of hieroglyphs, are format characters that are seen.
 */
const unseen =
  /[[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}\p{DI}\p{NChar}]--[\t\n\r\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}\u{13430}-\u{1343f}]]/v;

export function isUnseen(character: string): boolean {
  return unseen.test(character);
}

/** A character of a text that nobody sees and that is in no emoji, as its code; null where there is none. */
export function unseenIn(text: string): string | null {
  const found = unseen.exec(text.replace(emoji, ''));
  return found === null ? null : `U+${(found[0].codePointAt(0) ?? 0).toString(16)}`;
}
