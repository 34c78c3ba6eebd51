import type { JsonSchema } from '../../contract/json-schema.ts';
import { isSchema, propertiesOf, schemasIn } from '../openapi/schema-parts.ts';
import { html, type Markup, withCode } from './html.ts';

/** A schema's type in a few words: `integer, 1–200`, `text or null`, a link to a named schema. */
export function typeText(schema: JsonSchema): Markup {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  const choices = schemasIn(schema.anyOf);
  if (choices.length > 0) return html`${joined(choices.map(typeText), ' or ')}`;
  if ('const' in schema) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (Array.isArray(schema.enum))
    return html`${joined(
      schema.enum.map((value) => html`<code>${String(value)}</code>`),
      ' ',
    )}`;
  if (schema.type === 'array')
    return html`list of ${isSchema(schema.items) ? typeText(schema.items) : 'values'}${bounds(schema)}`;
  if (schema.type === 'object' && isSchema(schema.additionalProperties)) {
    return html`map of ${typeText(schema.additionalProperties)}`;
  }
  return html`${names(schema)}${bounds(schema)}`;
}

const plainNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  object: 'object',
  null: 'null',
};
const formatNames: Readonly<Record<string, string>> = {
  uuid: 'UUID',
  date: 'date',
  'date-time': 'instant',
  uri: 'URL',
};

function names({ type, format }: JsonSchema): string {
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  return types
    .map((name) => (name === 'string' ? (formatNames[String(format)] ?? 'text') : (plainNames[String(name)] ?? 'any')))
    .join(' or ');
}

function bounds(schema: JsonSchema): string {
  const low = schema.minimum ?? schema.minItems ?? schema.minLength;
  const high = schema.maximum ?? schema.maxItems ?? schema.maxLength;
  const unit = schema.type === 'string' ? ' characters' : schema.type === 'array' ? ' items' : '';
  if (low === undefined && high === undefined) return '';
  if (high === undefined) return `, at least ${low}${unit}`;
  return low === undefined ? `, at most ${high}${unit}` : `, ${low}–${high}${unit}`;
}

interface Field {
  name: string;
  schema: JsonSchema;
  description: string;
  isRequired: boolean;
  note?: string;
}

/** A table of fields or parameters. */
export function fieldTable(caption: string, fields: readonly Field[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption class="quiet">${caption}</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${fields.map(fieldRow)}</tbody></table></div>`;
}

function fieldRow({ name, schema, description, isRequired, note }: Field): Markup {
  const initial = schema.default;
  return html`<tr><th scope="row"><code>${name}</code>${isRequired ? html` <span class="needed">required</span>` : ''}</th>
<td>${typeText(schema)}${note === undefined ? '' : html`<br><span class="quiet">${note}</span>`}</td>
<td>${withCode(description)}${initial === undefined ? '' : html` Default <code>${JSON.stringify(initial)}</code>.`}</td></tr>`;
}

/** The fields of an object; those of objects inside follow under their path. */
export function fieldsOf(schema: JsonSchema, prefix = ''): readonly Field[] {
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  return propertiesOf(schema.properties).flatMap(([name, property]) => {
    const field = {
      name: prefix + name,
      schema: property,
      description: describe(property),
      isRequired: required.includes(name),
    };
    return [field, ...fieldsOf(nested(property), `${prefix}${name}.`)];
  });
}

function nested(property: JsonSchema): JsonSchema {
  return property.type === 'array' && isSchema(property.items) ? property.items : property;
}

function describe(schema: JsonSchema): string {
  if (typeof schema.description === 'string') return schema.description;
  return schemasIn(schema.anyOf)
    .map(({ description }) => description)
    .filter((description) => typeof description === 'string')
    .join(' ');
}

function joined(parts: readonly Markup[], between: string): readonly (Markup | string)[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]));
}
