import type { JsonSchema } from '../../contract/json-schema.ts';
import { type OpenApiDocument, referenced } from '../openapi/document.ts';
import { isSchema, schemasIn } from '../openapi/schema-parts.ts';
import type { PlacedOperation } from './placed-operation.ts';

/** A ready command for sh, bash and zsh; the key comes from a variable, so that it is in no history. */
export function curlExample(document: OpenApiDocument, { method, path, operation }: PlacedOperation): string {
  const url = `${document.servers[0]?.url ?? ''}${filled(document, path, operation)}`;
  const lines = [method === 'get' ? `curl ${quoted(url)}` : `curl -X ${method.toUpperCase()} ${quoted(url)}`];
  if (operation['x-required-scope'] !== undefined) lines.push('-H "Authorization: Bearer $CREATORAUDIT_API_KEY"');
  const body = bodyExample(operation);
  if (body !== undefined) lines.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body))}`);
  return lines.join(' \\\n  ');
}

function filled(document: OpenApiDocument, path: string, { parameters }: JsonSchema): string {
  const examples = new Map(
    schemasIn(parameters)
      .map((parameter) => referenced(document, parameter))
      .map(({ name, example }) => [name, String(example)]),
  );
  return path.replace(/\{(\w+)\}/g, (whole, name: string) => examples.get(name) ?? whole);
}

function bodyExample({ requestBody }: JsonSchema): unknown {
  const content = isSchema(requestBody) ? requestBody.content : undefined;
  const json = isSchema(content) ? content['application/json'] : undefined;
  return isSchema(json) ? json.example : undefined;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
