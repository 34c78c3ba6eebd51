import type { z } from 'zod';
import { parseAs } from '../../contract/parse.ts';
import type { Arguments } from './operation-arguments.ts';

/** Reads a meta tool's arguments, as all others are read. @throws Problem VALIDATION_ERROR naming each wrong one */
export function parseArguments<const T extends z.ZodObject>(schema: T, args: Arguments): z.output<T> {
  return parseAs<T>(schema, args, { isArguments: true });
}
