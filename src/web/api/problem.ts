/** A failed request as the page sees it: the problem document of the answer (contract §1), or a lost connection. */
export class RequestFailed extends Error {
  /** 0 where no answer came. */
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly fields: ReadonlyMap<string, string>;
  /** Until a retry makes sense, where the server says so. */
  readonly retryAfterSeconds: number | null;

  constructor(facts: {
    status: number;
    code: string;
    detail: string;
    requestId: string | null;
    fields?: Iterable<readonly [string, string]>;
    retryAfterSeconds?: number | null;
  }) {
    super(facts.detail);
    this.name = 'RequestFailed';
    this.status = facts.status;
    this.code = facts.code;
    this.requestId = facts.requestId;
    this.fields = new Map(facts.fields ?? []);
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
  }
}

/** Whether there is no such thing here: where a remote API has the data, not all of it is there. */
export function isNotThere(error: unknown): boolean {
  return error instanceof RequestFailed && error.status === 404;
}

interface ProblemDocument {
  code?: string;
  detail?: string;
  request_id?: string;
  errors?: readonly { field: string; message: string }[];
}

/** Reads a failed answer, whoever gave it: a proxy's page of HTML has no code. */
export async function problemOf(response: Response): Promise<RequestFailed> {
  const document: ProblemDocument = await response.json().catch(() => ({}));
  return new RequestFailed({
    status: response.status,
    code: document.code ?? 'UNKNOWN',
    detail: document.detail ?? `The server answered ${response.status}.`,
    requestId: document.request_id ?? response.headers.get('X-Request-ID'),
    retryAfterSeconds: secondsIn(response.headers.get('Retry-After')),
    fields: (document.errors ?? []).map(({ field, message }) => [field, message] as const),
  });
}

/** Of a `Retry-After`, which our server gives in seconds; a proxy's may be a date. */
function secondsIn(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
}

export function connectionLost(): RequestFailed {
  return new RequestFailed({
    status: 0,
    code: 'OFFLINE',
    detail: 'The server does not answer. Check the connection and try again.',
    requestId: null,
  });
}

/** What to tell a person about anything that was thrown. */
export function failureText(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong.';
}
