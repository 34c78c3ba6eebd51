import { enableCompileCache } from 'node:module';

// Before anything else is loaded: most of a command's time is its imports.
enableCompileCache();
// What is made in the data folder is for this user only.
process.umask(0o077);
const { runCommand, thisProcess } = await import('./command.ts');
const { backupProgram } = await import('./backup-commands.ts');
process.exitCode = await runCommand(backupProgram, thisProcess);
