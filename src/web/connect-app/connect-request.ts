import type { z } from 'zod';
import type { connectRequest } from '../../dashboard/contract/connect-requests.ts';

/** An app that waits to be let in. */
export type ConnectRequest = z.output<typeof connectRequest>;
