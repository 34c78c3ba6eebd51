import { parseInput } from '../../contract/parse.ts';
import { Problem } from '../../contract/problem.ts';
import { rowOperations } from '../../contract/rows.ts';
import { countRows } from '../../export/rows/row-pages.ts';
import { neededScope, requireScope } from '../call/access.ts';
import type { MetaToolContext } from '../call/meta-tool.ts';
import { metaToolSchemas } from '../call/meta-tool-schemas.ts';
import { type Arguments, rawInputOf } from '../call/operation-arguments.ts';
import { parseArguments } from '../call/parse-arguments.ts';

const hint =
  'Give the link to the user: it opens in a browser for a member who is signed in, and for a program with its API key in the Authorization header. Do not fetch it yourself.';

/** `export_data`: how many rows there are, and where they are to be had. No row is in the answer. */
export async function exportData(args: Arguments, context: MetaToolContext): Promise<Record<string, unknown>> {
  const asked = parseArguments(metaToolSchemas.export_data.input, args);
  const rows = rowOperations.find(({ operation }) => operation.id === asked.list);
  if (rows === undefined) throw new Problem('NOT_FOUND', 'There is no such list.');
  const { operation } = rows;
  requireScope(context.access, neededScope(operation.scope));
  context.reached(operation.id);
  // Always all rows: a page of them is what the list's own tool is for.
  const { limit, cursor, include_total, fields, ...filters } = asked.arguments ?? {};
  const raw = rawInputOf(operation, filters);
  parseInput(operation, raw);
  const { params, query } = raw;
  const count = await countRows(context.api, rows, { params, query }, context.call);
  const { organizationId } = context.call.caller;
  const link = context.links.make({
    organizationId,
    operation: operation.id,
    params: plain(params),
    query: plain(query),
    form: asked.form,
  });
  return {
    rows: count,
    columns: rows.columns.map(({ name }) => name),
    url: link.url,
    expires_at: link.expiresAt,
    hint,
  };
}

type Plain = Record<string, string | number | boolean>;

/** What an input holds that was checked: single values alone. */
function plain(values: Readonly<Record<string, unknown>>): Plain {
  const kept: Plain = {};
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') kept[name] = value;
  }
  return kept;
}
