import { isImporting } from '../store/imports/is-importing.ts';
import type { Store } from '../store/store.ts';

/** The mark of an answer that sums over accounts while files change them; nothing otherwise. */
export async function importMark(store: Pick<Store, 'read'>, organizationId: string): Promise<{ importing?: true }> {
  return (await isImporting(store.read, organizationId)) ? { importing: true } : {};
}
