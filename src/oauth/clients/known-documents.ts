import { readFileSync } from 'node:fs';
import { ConfigError } from '../../config.ts';
import { isRecord } from '../../contract/is-record.ts';
import type { ClientFacts } from './client.ts';
import { isDocumentUrl, readClientDocument } from './client-document.ts';

/**
 * Documents of clients that the operator keeps in a file, as JSON in a list: those are not fetched. For the clients of an
 * installation that reaches only some hosts, or would not depend on one.
 * @throws ConfigError for a file that cannot be read, or a document that says otherwise than it must
 */
export function readKnownDocuments(file: string | null): ReadonlyMap<string, ClientFacts> {
  if (file === null) return new Map();
  const documents = parsed(file);
  if (!Array.isArray(documents))
    throw new ConfigError(`CONNECT_KNOWN_CLIENTS ${file} must hold a JSON list of documents`);
  return new Map(
    documents.map((document: unknown) => {
      const id = isRecord(document) && typeof document.client_id === 'string' ? document.client_id : '';
      const facts = isDocumentUrl(id) ? readClientDocument(id, document) : null;
      if (facts === null) {
        throw new ConfigError(
          `CONNECT_KNOWN_CLIENTS ${file} holds a document that says otherwise than it must: ${id || 'no client_id'}`,
        );
      }
      return [id, facts];
    }),
  );
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new ConfigError(`CONNECT_KNOWN_CLIENTS ${file} cannot be read as JSON`);
  }
}
