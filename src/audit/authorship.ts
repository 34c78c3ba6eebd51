import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { AuditContent, Authorship } from '../store/schema.ts';

/** A row as its process wrote it. */
export interface AuthoredContent extends AuditContent, Authorship {
  writer: string;
  writer_number: number;
  mac: string;
}

/** What stands in a table: authored, or from before rows were, or by somebody who has only the database. */
export type WrittenContent = AuditContent & Authorship;

/** Gives a row its author, where it happens and before any database sees it. */
export function authoredBy(key: KeyObject, writer: string, number: number, content: AuditContent): AuthoredContent {
  return { ...content, writer, writer_number: number, mac: macOf(key, writer, number, content) };
}

/** Whether a process that has the secrets wrote this row as it is. */
export function isAuthentic(key: KeyObject, row: WrittenContent): row is WrittenContent & AuthoredContent {
  const { writer, writer_number, mac } = row;
  if (writer === null || writer_number === null || mac === null) return false;
  const given = Buffer.from(mac);
  const expected = Buffer.from(macOf(key, writer, Number(writer_number), row));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function macOf(key: KeyObject, writer: string, number: number, row: AuditContent): string {
  // Every column, in a fixed order: none can be changed, swapped or left out.
  const said = JSON.stringify([
    'row',
    writer,
    number,
    row.at,
    row.organization_id,
    row.person_id,
    row.event,
    row.key_id,
    row.operation,
    row.outcome,
    row.code,
    row.ms,
    row.bytes,
    row.client,
    row.facts,
  ]);
  return createHmac('sha256', key).update(said).digest('base64url');
}
