import Negotiator from 'negotiator';
import { Problem } from '../../contract/problem.ts';
import { type RowForm, type RowShape, type Rows, rowForms } from '../../contract/rows.ts';
import { accepts } from '../../http/accept.ts';
import type { Exchange } from '../../http/exchange.ts';

const json = 'application/json';

/** How an answer is wanted: whole, as JSON, or as rows of another form. */
export type Wanted<R extends RowShape = Rows> =
  | { readonly kind: 'json' }
  | { readonly kind: 'rows'; readonly rows: R; readonly form: RowForm };

/**
 * Reads from `Accept` what the answer shall be; JSON where nothing else is preferred.
 * @param rows of the answer; null where it is something else
 * @throws Problem NOT_ACCEPTABLE
 */
export function wantedForm<R extends RowShape>({ request }: Pick<Exchange, 'request'>, rows: R | null): Wanted<R> {
  const { accept } = request.headers;
  if (rows === null || accept === undefined || accept === '*/*' || accept === json) {
    if (accepts(accept, json)) return { kind: 'json' };
    throw notAcceptable(rows);
  }
  const preferred = preferredOf(accept ?? '');
  if (preferred === json) return { kind: 'json' };
  const form = isForm('csv', preferred) ? 'csv' : isForm('ndjson', preferred) ? 'ndjson' : null;
  if (form === null) throw notAcceptable(rows);
  return { kind: 'rows', rows, form };
}

/** Parameters of a media type, but for its weight, choose nothing: each form is served in one way. */
function preferredOf(accept: string): string | undefined {
  const plain = accept
    .split(',')
    .map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
      return [type.toLowerCase(), ...parameters.filter((parameter) => /^q\s*=/i.test(parameter))].join(';');
    })
    .join(', ');
  const forms = Object.values(rowForms).map(({ mediaType }) => mediaType);
  return new Negotiator({ headers: { accept: plain } }).mediaType([json, ...forms]);
}

function isForm(form: RowForm, mediaType: string | undefined): boolean {
  return rowForms[form].mediaType === mediaType;
}

function notAcceptable(rows: RowShape | null): Problem {
  const others = rows === null ? '' : ', and rows also text/csv and application/x-ndjson';
  return new Problem('NOT_ACCEPTABLE', `Answers are application/json${others}: let the Accept header include it.`);
}
