import { readSync } from 'node:fs';

/*
 * Ends a reader when the program that started it is gone, however that went and whatever statement runs here. The program
 * holds the other end of this process's input and never writes to it: a read comes back when nobody holds it any more.
 */

const input = 0;

try {
  while (readSync(input, Buffer.alloc(1)) > 0);
} catch {
  // An input that cannot be read has nobody behind it either.
}
process.kill(process.pid, 'SIGKILL');
