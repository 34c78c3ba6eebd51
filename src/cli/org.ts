import { runCommand, thisProcess } from './command.ts';
import { organizationProgram } from './organization-commands.ts';

process.exitCode = await runCommand(organizationProgram, thisProcess);
