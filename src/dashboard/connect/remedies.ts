interface Remedy {
  detail: string;
  remedy: string;
}

const remedies: Readonly<Record<string, Remedy>> = {
  FORBIDDEN: {
    detail: 'The request was refused.',
    remedy: 'If the key stands in the URL, this organization does not allow that: use a form with a header.',
  },
  INSUFFICIENT_SCOPE: {
    detail: 'The client called a tool that the key may not use.',
    remedy: 'Give the key the scope that the tool needs, or let the agent only read.',
  },
  RATE_LIMITED: {
    detail: 'The key is over its rate limit.',
    remedy: 'Wait a minute. If it happens again, look at Usage for what calls so often.',
  },
  BAD_REQUEST: {
    detail: 'The server did not understand the request.',
    remedy: 'Check that the URL was pasted whole, and that the key is given in one place only.',
  },
  NOT_FOUND: {
    detail: 'The client asked for something that is not there.',
    remedy: 'Check that the URL was pasted whole: it ends in /mcp.',
  },
  NOT_ACCEPTABLE: {
    detail: 'The client takes neither JSON nor an event stream.',
    remedy: 'Choose streamable HTTP as the transport in the client.',
  },
  METHOD_NOT_ALLOWED: {
    detail: 'The client asked for a stream that this server does not offer.',
    remedy: 'Choose streamable HTTP, not SSE, as the transport in the client.',
  },
  SERVICE_UNAVAILABLE: {
    detail: 'The server could not reach its database.',
    remedy: 'Try again in a moment; if it lasts, tell whoever runs this server.',
  },
};

const unknown: Remedy = {
  detail: 'The first request failed.',
  remedy: 'Try once more; the log of the server has the reason under the request id.',
};

/** What to tell somebody whose client's first request failed with a code of ours. */
export function remedyFor(code: string): Remedy {
  return remedies[code] ?? unknown;
}
