/** Markup that is safe to put into a page as it is. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | readonly Part[];

/** A template whose values are escaped, but for markup made by the same function. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...values.map(shown)));
}

function shown(part: Part): string {
  if (part instanceof Markup) return part.text;
  return Array.isArray(part) ? part.map(shown).join('') : escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Plain text with `code` in it, a paragraph per blank line. */
export function prose(text: string): Markup {
  return html`${text.split('\n\n').map((paragraph) => html`<p>${withCode(paragraph)}</p>`)}`;
}

export function withCode(text: string): Markup {
  return html`${text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
