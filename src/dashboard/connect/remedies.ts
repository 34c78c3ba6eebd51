import { dressWords } from '../../http/dressed-key.ts';

interface Remedy {
  detail: string;
  remedy: string;
}

const remedies: Readonly<Record<string, Remedy>> = {
  disabled: {
    detail: 'The client was refused: this key is disabled.',
    remedy: 'Switch the key on under API keys; the client needs no change.',
  },
  expired: {
    detail: 'The client was refused: this key has expired.',
    remedy: 'Choose another key above or make a new one, and copy again.',
  },
  suspended: {
    detail: 'The client was refused: this organization is suspended.',
    remedy: 'Ask whoever runs this server to resume it.',
  },
  url_forbidden: {
    detail: 'The client was refused: this organization does not allow keys in a URL.',
    remedy: 'Copy a form that sends the key in a header, or allow keys in URLs under Settings.',
  },
  url_read_only: {
    detail: 'The client called a tool that writes, and this organization lets a key in a URL only read.',
    remedy: 'Copy a form that sends the key in a header, or allow it under Settings.',
  },
  bad_copy: {
    detail: 'A key came that looks like this one, but is not: it was cut short or changed on the way.',
    remedy: 'Copy again with the button and replace what is in the client. The masked key with … is no key.',
  },
  unknown_option: {
    detail: 'The client asks for a group of tools that there is not.',
    remedy: 'Copy the URL again, or correct what follows ?tools= or stands in the header x-mcp-toolsets.',
  },
  FORBIDDEN: {
    detail: 'The request was refused.',
    remedy: 'The organization, or the API behind this server, does not allow it.',
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

/** A key that came dressed as something that is none: in the words that its client was told. */
const dressRemedies: Readonly<Record<string, Remedy>> = Object.fromEntries(
  Object.entries(dressWords).map(([dress, { seen, remedy }]) => [dress, { detail: seen, remedy }]),
);

const unknown: Remedy = {
  detail: 'The first request failed.',
  remedy: 'Try once more; the log of the server has the reason under the request id.',
};

/** What to tell somebody whose client's first request failed, by the reason or the code of ours. */
export function remedyFor(reason: string): Remedy {
  return remedies[reason] ?? dressRemedies[reason] ?? unknown;
}
