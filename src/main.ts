import { enableCompileCache } from 'node:module';

// Before anything else is loaded: it halves the time that the imports take.
enableCompileCache();
const { run } = await import('./start/run.ts');
await run(process.env);
