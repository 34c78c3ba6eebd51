import { enableCompileCache } from 'node:module';

// Before anything else is loaded: most of a command's time is its imports.
enableCompileCache();
const { runInThisProcess } = await import('./command.ts');
const { exportProgram } = await import('./export-commands.ts');
process.exitCode = await runInThisProcess(exportProgram);
