import { message, messageHeaders } from '../mcp/ask.ts';

const asked = { method: 'subscriptions/listen', params: { notifications: { toolsListChanged: true } } } as const;

/** An open subscription: when it heard that the list of tools is another one, and when it ended, in milliseconds. */
export interface Subscription {
  readonly changed: Promise<number>;
  readonly ended: Promise<number>;
  close(): void;
}

export async function listen(url: string, key: string): Promise<Subscription> {
  const gone = new AbortController();
  const response = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: { ...messageHeaders(asked), authorization: `Bearer ${key}` },
    body: JSON.stringify(message(asked)),
    signal: gone.signal,
  });
  if (response.status !== 200 || response.body === null) throw new Error(`listen answered ${response.status}`);
  const changed = Promise.withResolvers<number>();
  return {
    changed: changed.promise,
    ended: readAll(response.body, () => changed.resolve(Date.now())).then(() => Date.now()),
    close: () => gone.abort(),
  };
}

async function readAll(body: ReadableStream<Uint8Array>, heard: () => void): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  // Closed by us, it ends with an error that says so.
  try {
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      if (text.includes('tools/list_changed')) heard();
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
  }
}
