import type { JsonSchema } from '../../contract/json-schema.ts';
import { type OpenApiDocument, referenced } from '../openapi/document.ts';
import { isSchema, schemasIn } from '../openapi/schema-parts.ts';
import { curlExample } from './curl.ts';
import { html, type Markup, prose, withCode } from './html.ts';
import type { PlacedOperation } from './placed-operation.ts';
import { fieldsOf, fieldTable, typeText } from './schema-view.ts';

/** One operation: what it does, takes, answers, and how to call it from a shell. */
export function operationView(document: OpenApiDocument, placed: PlacedOperation): Markup {
  const { method, path, operation } = placed;
  const id = String(operation.operationId);
  const scope = operation['x-required-scope'];
  return html`<article id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title"><a href="#${id}">${String(operation.summary)}</a></h3>
<p class="route"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code>
<span class="scope">${scope === undefined ? 'no key needed' : html`scope <code>${String(scope)}</code>`}</span></p>
${typeof operation.description === 'string' ? prose(operation.description) : ''}
${parameterTable(document, operation)}
${bodyView(document, operation)}
<h4>Call it</h4>
<pre tabindex="0"><code>${curlExample(document, placed)}</code></pre>
${answersView(document, operation)}
</article>`;
}

function parameterTable(document: OpenApiDocument, { parameters }: JsonSchema): Markup | string {
  // Headers that every operation takes are described once, at the top.
  const own = schemasIn(parameters)
    .map((parameter) => referenced(document, parameter))
    .filter(({ in: place, name }) => place !== 'header' || name === 'Idempotency-Key');
  if (own.length === 0) return '';
  return fieldTable(
    'Parameters',
    own.map(({ name, schema, description, required, deprecated, in: place }) => ({
      name: String(name),
      schema: isSchema(schema) ? schema : {},
      description: typeof description === 'string' ? description : '',
      isRequired: required === true,
      note: `${place}${deprecated === true ? ', deprecated' : ''}`,
    })),
  );
}

function bodyView(document: OpenApiDocument, { requestBody }: JsonSchema): Markup | string {
  const content = isSchema(requestBody) ? jsonContent(requestBody) : null;
  if (content === null || !isSchema(content.schema)) return '';
  return fieldTable('Body (application/json)', fieldsOf(referenced(document, content.schema)));
}

function answersView(document: OpenApiDocument, { responses }: JsonSchema): Markup {
  const answers = isSchema(responses) ? Object.entries(responses) : [];
  const successes = answers.filter(([status]) => status.startsWith('2'));
  const others = answers.filter(([status]) => !status.startsWith('2'));
  return html`<h4>Answers</h4>
${successes.map(([status, answer]) => successView(status, isSchema(answer) ? answer : {}))}
<details><summary>Other answers: ${others.map(([status]) => status).join(', ')}</summary>
<dl>${others.map(([status, answer]) => {
    const { description } = referenced(document, isSchema(answer) ? answer : {});
    return html`<dt><code>${status}</code></dt><dd>${withCode(String(description))}</dd>`;
  })}</dl></details>`;
}

function successView(status: string, answer: JsonSchema): Markup {
  const content = jsonContent(answer);
  if (content === null || !isSchema(content.schema)) return html`<p><code>${status}</code> without a body.</p>`;
  const properties = isSchema(content.schema.properties) ? content.schema.properties : {};
  const shape = Object.entries(properties).map(
    ([name, schema], index) =>
      html`${index === 0 ? '' : ', '}<code>${name}</code>: ${isSchema(schema) ? typeText(schema) : ''}`,
  );
  return html`<p><code>${status}</code> { ${shape} }</p>
<details><summary>Example of ${status}</summary><pre tabindex="0"><code>${JSON.stringify(content.example, null, 2)}</code></pre></details>`;
}

function jsonContent({ content }: JsonSchema): JsonSchema | null {
  const json = isSchema(content) ? content['application/json'] : undefined;
  return isSchema(json) ? json : null;
}
