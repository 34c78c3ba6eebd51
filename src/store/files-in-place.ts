import { statSync } from 'node:fs';

/**
 * An open file lives on without its name: what is written to it then is acknowledged, and gone with the process. The log
 * of a database holds its last commits, so its name counts as much.
 * @param file of an open database in WAL mode
 * @returns throws, in the words of SQLite's driver, once the files are not those that were opened
 */
export function watchFiles(file: string): () => void {
  const names = [file, `${file}-wal`, `${file}-shm`];
  const opened = names.map(identityOf);
  return () => {
    const moved = names.find((name, index) => identityOf(name) !== opened[index]);
    if (moved === undefined) return;
    throw Object.assign(new Error(`Gone or replaced since it was opened: ${moved}`), {
      // SQLite's own code for it, which it notices itself only without a log.
      code: 'SQLITE_READONLY_DBMOVED',
    });
  };
}

/** Null where there is no such file. A name that cannot be looked at is as good as gone. */
function identityOf(name: string): string | null {
  const facts = statSync(name, { bigint: true, throwIfNoEntry: false });
  return facts === undefined ? null : `${facts.dev} ${facts.ino}`;
}
