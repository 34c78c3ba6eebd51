/** Run as a process of its own: opens a store, with all migrations that takes, and closes it. Argument: its setting as JSON. */
import { openStore } from '../../src/store/open.ts';

const store = await openStore(JSON.parse(process.argv[2] ?? ''));
await store.close();
process.disconnect?.();
