import type { z } from 'zod';
import type { Operation } from '../../contract/operation.ts';

/**
 * Calls of a registry's entries by their method and path, as in `v2('GET', '/accounts', …)`. The registries are used
 * for their types only: their schemas would cost the page more than everything else in it.
 */
type Entry = Pick<Operation, 'method' | 'path' | 'params' | 'query' | 'body' | 'answers'>;

export type MethodOf<R extends Entry> = R['method'];
export type PathOf<R extends Entry, M> = Extract<R, { method: M }>['path'];
export type Found<R extends Entry, M, P> = Extract<R, { method: M; path: P }>;

/** Success bodies: of several statuses the page needs no more than what they share. */
export type AnswerOf<R extends Entry> = {
  [Status in keyof R['answers']]: R['answers'][Status] extends z.ZodType ? z.output<R['answers'][Status]> : null;
}[keyof R['answers']];

/** A part is asked for where it has any field, and may be left out where all of its fields may. */
type Part<Name extends string, Schema extends z.ZodType> =
  z.input<Schema> extends null
    ? unknown
    : string extends keyof z.input<Schema>
      ? unknown
      : Partial<z.input<Schema>> extends z.input<Schema>
        ? { [N in Name]?: z.input<Schema> }
        : { [N in Name]: z.input<Schema> };

export type InputFor<R extends Entry> = Part<'params', R['params']> &
  Part<'query', R['query']> &
  Part<'body', R['body']>;
