import { Problem } from '../../contract/problem.ts';

/** What makes a read shorter, for whoever asked. */
const narrower =
  'Narrow it: a shorter range of dates, fewer dimensions or metrics, one platform, creator or account, or a longer text to search for.';

/** A read was ended at its deadline. Asked again as it is, it would take as long: no time to try again is named. */
export class ReadTooLong extends Problem {
  constructor(deadlineMs: number) {
    super(
      'SERVICE_UNAVAILABLE',
      `This takes longer to read than the ${deadlineMs / 1_000} s that one call may take. ${narrower}`,
    );
    this.name = 'ReadTooLong';
  }
}

/** A read came to more rows, or longer ones, than one call may have. */
export class ReadTooLarge extends Problem {
  constructor() {
    super('VALIDATION_ERROR', `This comes to more than one call may answer. ${narrower}`);
    this.name = 'ReadTooLarge';
  }
}

/** Too many long reads are waiting, or this one has waited too long. */
export function noTurn(retryAfterSeconds: number): Problem {
  return new Problem('SERVICE_UNAVAILABLE', 'Many long reads are under way. Try again in a few seconds.', {
    retryAfterSeconds,
  });
}

/** The process that read has ended by itself. */
export function readerLost(how: string): Problem {
  return new Problem('SERVICE_UNAVAILABLE', 'What reads the store has failed. Try again in a second.', {
    retryAfterSeconds: 1,
    cause: new Error(`A reader has ended: ${how}`),
  });
}

export function shuttingDown(): Problem {
  return new Problem('SERVICE_UNAVAILABLE', 'This server is shutting down. Try again in a few seconds.', {
    retryAfterSeconds: 5,
  });
}
