import { csrfHeader, organizationHeader } from '../../dashboard/contract/route.ts';
import { basePath } from './base-path.ts';
import { connectionLost, problemOf } from './problem.ts';
import { noteRefused } from './refused.ts';
import { shownOrganization } from './shown-organization.ts';

export interface Sent {
  params?: Readonly<Record<string, unknown>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** Sends one request to this page's own server. `path` may hold `{name}` for parameters. @throws RequestFailed */
export async function request<Answer>(method: string, path: string, sent: Sent): Promise<Answer> {
  const text = await (await answered(method, path, sent, 'application/json')).text();
  return JSON.parse(text === '' ? 'null' : text);
}

/** A file of this page's own server; browsers keep a large one on the disk. @throws RequestFailed */
export async function download(path: string, { accept, ...sent }: Sent & { accept: string }): Promise<Blob> {
  const response = await answered('GET', path, sent, accept);
  // A stream that was cut off is no file.
  return await response.blob().catch(() => {
    throw connectionLost();
  });
}

async function answered(method: string, path: string, sent: Sent, accept: string): Promise<Response> {
  const response = await fetch(`${basePath}${filled(path, sent.params ?? {})}${queryOf(sent.query ?? {})}`, {
    method,
    headers: headersOf(method, sent.body, accept),
    cache: 'no-store',
    ...(sent.body !== undefined && sent.body !== null && { body: JSON.stringify(sent.body) }),
    ...(sent.signal !== undefined && { signal: sent.signal }),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw connectionLost();
  });
  if (response.status === 401 || response.status === 403) noteRefused(path);
  if (!response.ok) throw await problemOf(response);
  return response;
}

function headersOf(method: string, body: unknown, accept: string): Record<string, string> {
  const organization = shownOrganization();
  return {
    Accept: accept,
    ...(organization !== null && { [organizationHeader]: organization }),
    ...(method !== 'GET' && { [csrfHeader.name]: csrfHeader.value }),
    ...(body !== undefined && body !== null && { 'Content-Type': 'application/json' }),
  };
}

function filled(path: string, params: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(String(params[name])));
}

function queryOf(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
