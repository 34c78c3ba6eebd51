import { isHeldTooLong } from '../../../src/store/held.ts';

/** Takes as much of this turn of the event loop as reads may: whatever asks after it in the same turn is too long. */
export function holdThread(): void {
  while (!isHeldTooLong());
}
