import { runCommand, thisProcess } from './command.ts';
import { upstreamProgram } from './upstream-commands.ts';

// What is made in the data folder is for this user only.
process.umask(0o077);
process.exitCode = await runCommand(upstreamProgram, thisProcess);
