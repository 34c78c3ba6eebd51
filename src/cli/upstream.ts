import { runInThisProcess } from './command.ts';
import { upstreamProgram } from './upstream-commands.ts';

process.exitCode = await runInThisProcess(upstreamProgram);
