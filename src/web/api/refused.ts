type Listener = (path: string) => void;

const listeners = new Set<Listener>();

/** Calls the listener whenever the server does not let the visitor do what the page asked for. */
export function onRefused(listener: Listener): void {
  listeners.add(listener);
}

export function noteRefused(path: string): void {
  for (const listener of listeners) listener(path);
}
