/**
 * Texts of creators are read by models and shown to people, and what neither sees can carry orders to the one behind the
 * other's back. So nothing invisible leaves the port: no control characters but tab and line breaks, nothing that turns
 * the direction of writing, no zero-width characters, tags, fillers or variation selectors. Line separators become line
 * breaks. Emoji stay whole: the joiner and U+FE0F within them, and the tags of the three flags that are made of tags.
 * The joiner and the non-joiner stay where a script writes with them, one at a time (Persian between letters, Indic
 * scripts beside a virama; RFC 5892, appendix A); elsewhere they go, as a row of them is a place to hide a message in.
 */

/** Control, default-ignorable and non-characters, line separators, and the marks of interlinear notes. */
const unseen = String.raw`[[\p{Cc}\p{DI}\p{NChar}\u2028\u2029\ufff9-\ufffb]--[\t\n\r]]`;
const lineEnd = String.raw`[\u0085\u2028\u2029]`;

/** Scripts whose letters join: there a non-joiner parts a word from its ending, and a joiner keeps a letter's joined form. */
const joiningScripts = ['Arab', 'Syrc', 'Mand', 'Nkoo', 'Mong', 'Phag', 'Mani', 'Adlm', 'Rohg'];
const joiningLetter = `[[${joiningScripts.map((script) => `\\p{sc=${script}}`).join('')}]&&[\\p{L}\\p{M}]]`;

/** Signs that take a consonant's vowel away. A joiner or a non-joiner behind one chooses how the cluster is drawn. */
const virama =
  '[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2\u1b44\ua9c0\u{11046}\u{110b9}\u{11133}\u{111c0}\u{1134d}\u{114c2}]';

/** What is part of a word or of an emoji, as it is seen from right behind it. */
const partOfText = [
  `${joiningLetter}\\u200c(?=\\u200c*${joiningLetter})`,
  `${joiningLetter}\\u200d`,
  `${virama}[\\u200c\\u200d]`,
  // Bengali and Kannada write a joiner before the virama too.
  `\\p{L}\\u200d(?=${virama})`,
  String.raw`\p{ExtPict}\ufe0f`,
  String.raw`[0-9#*]\ufe0f(?=\u20e3)`,
  String.raw`\p{ExtPict}\ufe0f?\p{EMod}?\u200d(?=\p{ExtPict})`,
  ...['gbeng', 'gbsct', 'gbwls'].flatMap(tagsOfFlag),
];

/** Each tag of a flag, between the tags before and behind it: England, Scotland and Wales have no other form. */
function tagsOfFlag(region: string): string[] {
  const tags = [...Array.from(region, (letter) => 0xe0000 + (letter.codePointAt(0) ?? 0)), 0xe007f];
  const written = tags.map((tag) => `\\u{${tag.toString(16)}}`);
  return written.map((_, at) => `\\u{1f3f4}${written.slice(0, at + 1).join('')}(?=${written.slice(at + 1).join('')})`);
}

/** Takes what is to go, where it stands. */
const hiddenHere = new RegExp(`(${lineEnd})|${unseen}(?<!${partOfText.join('|')})`, 'vy');

/**
 * The UTF-16 units in which something unseen may begin. Nearly all texts have none, and a table tells so in a tenth of
 * the time that a class of characters this large takes.
 */
const suspects = new Uint8Array(0x10000);
for (const { index } of Array.from(suspects, (_, unit) => String.fromCharCode(unit))
  .join('')
  .matchAll(new RegExp(unseen, 'gv'))) {
  suspects[index] = 1;
}
// Of the pairs: shorthand and musical format characters, and the plane of tags and selectors.
for (const unit of [0xd82f, 0xd834, 0xdb40, 0xdb41, 0xdb42, 0xdb43]) suspects[unit] = 1;
// And the last of each plane, which are no characters.
for (let unit = 0xd83f; unit <= 0xdbff; unit += 0x40) suspects[unit] = 1;

/** The text without what nobody sees. */
export function visibleText(text: string): string {
  let shown = '';
  let from = 0;
  for (let at = firstHidden(text, 0); at >= 0; at = firstHidden(text, from)) {
    const [gone = '', line] = hiddenAt(text, at) ?? [];
    shown += text.slice(from, at) + (line === undefined ? '' : '\n');
    from = at + gone.length;
  }
  return from === 0 ? text : shown + text.slice(from);
}

function firstHidden(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (suspects[text.charCodeAt(at)] === 1 && hiddenAt(text, at) !== null) return at;
  }
  return -1;
}

function hiddenAt(text: string, at: number): RegExpExecArray | null {
  hiddenHere.lastIndex = at;
  return hiddenHere.exec(text);
}

/** The same for each text and each name in a value; the value itself where there is nothing to take away. */
export function visibleTexts<Value>(value: Value): Value;
export function visibleTexts(value: unknown): unknown {
  // Answers are large and nearly always clean: nothing is made anew before something is found.
  return isVisible(value) ? value : cleaned(value);
}

/** In a few loops: an answer has thousands of values, and a call of a function for each was a tenth of a tool call. */
function isVisible(value: unknown): boolean {
  const { parts, texts } = partsOf(value);
  const names = unknownNames(parts);
  if (isAnyHidden(texts) || isAnyHidden(names)) return false;
  for (const name of names) if (visibleNames.size < mostNames && name.length < 64) visibleNames.add(name);
  return true;
}

/** All objects, lists and texts in a value. */
function partsOf(value: unknown) {
  const parts: object[] = [[value]];
  const texts: string[] = [];
  // Goes on to the parts that are found meanwhile.
  for (const part of parts) {
    const inners: readonly unknown[] = Array.isArray(part) ? part : Object.values(part);
    for (const inner of inners) {
      if (typeof inner === 'string') texts.push(inner);
      else if (typeof inner === 'object' && inner !== null) parts.push(inner);
    }
  }
  return { parts, texts };
}

/** The names in objects that are not known to be visible. */
function unknownNames(parts: readonly object[]): readonly string[] {
  const names: string[] = [];
  for (const part of parts) {
    if (Array.isArray(part)) continue;
    for (const name in part) if (!visibleNames.has(name)) names.push(name);
  }
  return names;
}

function isAnyHidden(texts: readonly string[]): boolean {
  for (const text of texts) {
    let suspect = 0;
    for (let at = 0; at < text.length; at += 1) suspect |= suspects[text.charCodeAt(at)] ?? 0;
    if (suspect === 1 && firstHidden(text, 0) >= 0) return true;
  }
  return false;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [visibleText(name), cleaned(part)]));
}

/** Names of fields are the same few in all rows. Bounded, as those of metadata come from outside. */
const visibleNames = new Set<string>();
const mostNames = 1_000;
