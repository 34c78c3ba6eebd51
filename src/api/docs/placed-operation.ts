import type { JsonSchema } from '../../contract/json-schema.ts';

/** An operation with where it stands. */
export interface PlacedOperation {
  method: string;
  path: string;
  operation: JsonSchema;
}
