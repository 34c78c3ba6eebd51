import { enableCompileCache } from 'node:module';

// Before anything else is loaded: most of a command's time is its imports.
enableCompileCache();
const { runCommand, thisProcess } = await import('./command.ts');
const { auditProgram } = await import('./audit-commands.ts');
process.exitCode = await runCommand(auditProgram, thisProcess);
