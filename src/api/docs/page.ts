import { hash } from 'node:crypto';
import type { JsonSchema } from '../../contract/json-schema.ts';
import type { OpenApiDocument } from '../openapi/document.ts';
import { isSchema, schemasIn } from '../openapi/schema-parts.ts';
import { html, Markup, prose } from './html.ts';
import { operationView } from './operation-view.ts';
import type { PlacedOperation } from './placed-operation.ts';
import { fieldsOf, fieldTable, typeText } from './schema-view.ts';
import { style } from './style.ts';

interface Chapter {
  name: string;
  title: string;
  description: string;
  operations: readonly PlacedOperation[];
}

/** The OpenAPI document as a page of its own: no script, and nothing that a browser would have to load for it. */
export function docsPage(document: OpenApiDocument): { html: string; headers: Record<string, string> } {
  const chapters = chaptersOf(document);
  const { title, version, description } = document.info;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} ${version}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<div class="layout">
${navigation(title, chapters)}
<main id="content">
<h1>${title}</h1>
<p class="quiet">Version ${version} · <a href="openapi.json">OpenAPI 3.1</a></p>
<p>Base URL <code>${document.servers[0]?.url ?? ''}</code></p>
<h2 id="conventions">Conventions</h2>
<p>Every call but those marked <em>no key needed</em> carries an API key:</p>
<pre tabindex="0"><code>Authorization: Bearer ca_live_…</code></pre>
${prose(description)}
${chapters.map((chapter) => chapterView(document, chapter))}
<h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas).map(([name, schema]) => schemaView(name, schema))}
</main>
</div>
</body>
</html>
`.text;
  return { html: page, headers: { 'Content-Type': 'text/html; charset=utf-8', ...lockedDown() } };
}

/** Nothing may be loaded, run, framed or sent; the one style sheet is named by its hash. */
function lockedDown(): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${hash('sha256', style, 'base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return { 'Content-Security-Policy': policy, 'Referrer-Policy': 'no-referrer' };
}

function chaptersOf(document: OpenApiDocument): readonly Chapter[] {
  const placed = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return schemasIn(document.tags).map(({ name, description, 'x-displayName': title }) => ({
    name: String(name),
    title: String(title),
    description: String(description),
    operations: placed.filter(({ operation }) => Array.isArray(operation.tags) && operation.tags.includes(name)),
  }));
}

function navigation(title: string, chapters: readonly Chapter[]): Markup {
  return html`<nav aria-label="Contents">
<p class="brand">${title}</p>
<ul><li><a href="#conventions">Conventions</a></li><li><a href="#schemas">Schemas</a></li></ul>
${chapters.map(
  (chapter) => html`<h2><a href="#chapter-${chapter.name}">${chapter.title}</a></h2>
<ul>${chapter.operations.map(
    ({ operation }) => html`<li><a href="#${String(operation.operationId)}">${String(operation.summary)}</a></li>`,
  )}</ul>`,
)}
</nav>`;
}

function chapterView(document: OpenApiDocument, { name, title, description, operations }: Chapter): Markup {
  return html`<section aria-labelledby="chapter-${name}">
<h2 id="chapter-${name}">${title}</h2>
<p class="quiet">${description}</p>
${operations.map((placed) => operationView(document, placed))}
</section>`;
}

function schemaView(name: string, schema: JsonSchema): Markup {
  const description = typeof schema.description === 'string' ? prose(schema.description) : '';
  return html`<article id="schema-${name}" aria-labelledby="schema-${name}-title">
<h3 id="schema-${name}-title"><a href="#schema-${name}">${name}</a></h3>
${description}
${isSchema(schema.properties) ? fieldTable(`Fields of ${name}`, fieldsOf(schema)) : html`<p>${typeText(schema)}</p>`}
</article>`;
}
