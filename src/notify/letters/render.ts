import type { Letter } from './letter.ts';

/** The one form of all letters: as text, and the same as plain HTML that loads nothing. */
export function render({ subject, paragraphs, action, foot }: Letter): { subject: string; text: string; html: string } {
  const link = action === null ? [] : [`${action.label}:\n${action.url}`];
  const text = [...paragraphs, ...link, `-- \n${foot}`].join('\n\n');
  const button =
    action === null
      ? ''
      : `<p><a href="${escaped(action.url)}">${escaped(action.label)}</a></p><p style="font-size:12px;word-break:break-all">${escaped(action.url)}</p>`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body style="font-family:sans-serif;font-size:15px;line-height:1.5;max-width:36em">${paragraphs
    .map((paragraph) => `<p>${escaped(paragraph)}</p>`)
    .join('')}${button}<p style="font-size:12px;color:#666">${escaped(foot)}</p></body></html>`;
  return { subject, text: `${text}\n`, html };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
