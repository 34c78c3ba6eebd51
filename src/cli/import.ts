import { enableCompileCache } from 'node:module';

// Before anything else is loaded: most of a command's time is its imports.
enableCompileCache();
const { runInThisProcess } = await import('./command.ts');
const { importProgram } = await import('./import-commands.ts');
process.exitCode = await runInThisProcess(importProgram);
