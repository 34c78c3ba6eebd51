import { Problem } from '../../contract/problem.ts';
import { rowForms, rowOperations } from '../../contract/rows.ts';
import type { ExportLinks } from '../../export/links/export-link.ts';
import type { RowsAsked } from './send-rows.ts';

/** What a link asks for, for a caller of its organization. @throws Problem NOT_FOUND */
export function linkedRows(
  links: ExportLinks,
  token: string,
  organizationId: string,
): Pick<RowsAsked, 'wanted' | 'raw'> {
  const { operation, params, query, form } = links.open(token, organizationId);
  const rows = rowOperations.find((known) => known.operation.id === operation);
  if (rows === undefined || !isForm(form))
    throw new Problem('NOT_FOUND', 'What this link is for is not here any more.');
  return { wanted: { kind: 'rows', rows, form }, raw: { params, query } };
}

function isForm(form: string): form is keyof typeof rowForms {
  return Object.hasOwn(rowForms, form);
}
