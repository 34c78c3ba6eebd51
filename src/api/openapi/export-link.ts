import type { JsonSchema } from '../../contract/json-schema.ts';
import { rowForms } from '../../contract/rows.ts';
import { exportPath } from '../../export/links/export-link.ts';
import { headerReferences, problemReferences } from './responses.ts';

/** Where a link of `export_data` is opened: a path of the API that is no operation, since nobody calls it by itself. */
export const exportLinkPath = `${exportPath}{link}` as const;

/** The link's path in the document. */
export function exportLinkOperation(): JsonSchema {
  const limits = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'];
  const text = (description: string) => ({ schema: { type: 'string', description } });
  return {
    operationId: 'open_export_link',
    tags: ['workspace'],
    summary: 'Open a link to rows',
    description:
      'A link that the tool `export_data` gave: it says what is asked and until when, lives ten minutes, and lets nobody in by itself. With a key of the organization in which it was made it streams the rows, as the list itself does for that `Accept`; without one it leads to the dashboard, where a member saves them.',
    'x-required-scope': 'read',
    security: [{ bearer: [] }, {}],
    parameters: [
      {
        name: 'link',
        in: 'path',
        required: true,
        description: 'As the tool gave it.',
        schema: { type: 'string' },
        example: 'eyJvcmdhbml6YXRpb25JZCI6Ii4uLiJ9.bWFj',
      },
      { $ref: '#/components/parameters/RequestId' },
    ],
    responses: {
      200: {
        description: 'The rows, in the form that the link says.',
        headers: headerReferences(['X-Request-ID', ...limits]),
        content: {
          [rowForms.csv.mediaType]: text('RFC 4180 with a header.'),
          [rowForms.ndjson.mediaType]: text('Each row as a line of JSON.'),
        },
      },
      302: {
        description: 'No key was sent: the dashboard has a page for the link.',
        headers: headerReferences(['X-Request-ID', 'Location']),
      },
      ...problemReferences([400, 401, 403, 404, 422, 429, 500, 502, 503, 504]),
    },
  };
}
