import { PassThrough } from 'node:stream';
import { Problem } from '../../contract/problem.ts';
import { openStore } from '../../store/open.ts';
import type { StoreSetting } from '../../store/setting.ts';
import { writeArchive } from './write-archive.ts';

interface ArchiveStreamSetting {
  readonly store: StoreSetting;
  readonly version: string;
  readonly now: () => number;
}

/** An organization as an archive, piece by piece. @throws Problem, before the first piece, as `writeArchive` */
export type ArchiveStream = (organizationId: string) => AsyncGenerator<Uint8Array>;

/** Each holds a connection and a moment of the database until it is taken. */
const mostAtOnce = 2;

/** Streams archives beside a server, with connections of their own. */
export function createArchiveStream({ store: setting, version, now }: ArchiveStreamSetting): ArchiveStream {
  let open = 0;
  return async function* archiveOf(organizationId) {
    if (open >= mostAtOnce) {
      throw new Problem('RATE_LIMITED', 'Other archives are being written: try again in a minute.', {
        retryAfterSeconds: 60,
      });
    }
    open += 1;
    try {
      const store = await openStore(setting, { statementMs: null });
      try {
        const pieces = new PassThrough();
        const written = writeArchive({ store, organizationId, version, now: now() }, pieces);
        // Whoever reads is told; whoever stops reading is not waited for.
        written.catch((error: Error) => pieces.destroy(error));
        try {
          yield* pieces;
        } finally {
          await written.catch(() => undefined);
        }
        await written;
      } finally {
        await store.close();
      }
    } finally {
      open -= 1;
    }
  };
}
