import { runCommand, thisProcess } from './command.ts';
import { keyProgram } from './key-commands.ts';

process.exitCode = await runCommand(keyProgram, thisProcess);
