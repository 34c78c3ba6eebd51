import { enableCompileCache } from 'node:module';

// Before anything else is loaded: most of a command's time is its imports.
enableCompileCache();
const { runInThisProcess } = await import('./command.ts');
const { keyProgram } = await import('./key-commands.ts');
process.exitCode = await runInThisProcess(keyProgram);
