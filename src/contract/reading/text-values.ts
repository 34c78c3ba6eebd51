import { isRecord } from '../is-record.ts';

/**
 * What a text stands for where something else is wanted: clients send values as their JSON text, above all for schemas
 * that they were never shown. Only a text that is exactly such a value is one, so that nothing is guessed.
 */
export type TextValue<T> = { readonly value: T } | null;

/** A JSON number without an exponent: `1e3` is a number to JSON, and a slip or a trick in an argument. */
const numeral = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const wholeNumeral = /^-?(?:0|[1-9]\d*)(?:\.0+)?$/;

export function numberIn(text: string): TextValue<number> {
  return numeral.test(text) ? { value: Number(text) } : null;
}

/** `10` and the `10.0` of languages that know one kind of number; none that would lose a digit. */
export function wholeNumberIn(text: string): TextValue<number> {
  const value = wholeNumeral.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? { value } : null;
}

/** In any case, as Python writes it, and the 1 and 0 of query strings. */
export function booleanIn(text: string): TextValue<boolean> {
  if (/^(?:true|1)$/i.test(text)) return { value: true };
  return /^(?:false|0)$/i.test(text) ? { value: false } : null;
}

export function listIn(text: string): TextValue<readonly unknown[]> {
  const value = text.startsWith('[') ? jsonIn(text) : undefined;
  return Array.isArray(value) ? { value } : null;
}

export function objectIn(text: string): TextValue<Readonly<Record<string, unknown>>> {
  const value = text.startsWith('{') ? jsonIn(text) : undefined;
  return isRecord(value) ? { value } : null;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // It is a text that begins like JSON.
    return undefined;
  }
}
