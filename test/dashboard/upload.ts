import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect } from 'vitest';
import { realFile } from '../import/import-work.ts';
import type { Browser } from './dashboard-server.ts';

export const changed_at = Date.parse('2026-11-28T23:05:00Z');

/** Sends a file as the page does, in pieces. @returns the upload's id */
export async function upload(browser: Browser, name: string, bytes: Buffer, piece = 500): Promise<string> {
  const begun = await browser.post('/imports/uploads', { name, bytes: bytes.length, changed_at });
  expect(begun.status).toBe(201);
  const { id } = begun.body.data;
  for (let at = 0; at < bytes.length; at += piece) {
    const data = bytes.subarray(at, at + piece).toString('base64');
    expect((await browser.post(`/imports/uploads/${id}/pieces`, { at, data })).status).toBe(204);
  }
  return id;
}

export async function uploadReal(browser: Browser, name: string): Promise<string> {
  return upload(browser, basename(name), await readFile(realFile(name)));
}
