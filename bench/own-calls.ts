import { parseArgs } from 'node:util';
import { allowed, excess } from './own-calls/allowed.ts';
import { countOneCall } from './own-calls/one-call.ts';
import { table } from './report/table.ts';

/*
 * npm run bench:calls [-- --tool get_overview] [--arguments '{"period":"30d"}']
 *
 * How many calls of our own functions one warm tool call makes, and how often zod begins to parse, by V8's precise
 * coverage. It is the same on any machine, however busy: what grows here is work. Fails over what is allowed.
 */
const { values: options } = parseArgs({ options: { tool: { type: 'string' }, arguments: { type: 'string' } } });
const { tool = allowed.tool, arguments: given = JSON.stringify(allowed.arguments) } = options;

const counted = await countOneCall(tool, JSON.parse(given));
const most = counted.files.slice(0, 20).map(([file, calls]) => [file, String(calls)]);
process.stdout.write(
  `One warm ${tool} ${given}: ${counted.own} calls of our own functions, ${counted.parses} parses by zod\n`,
);
process.stdout.write(`\n${table(['file', 'calls'], most)}\n`);

const tooMany = tool === allowed.tool ? excess(counted) : null;
if (tooMany !== null) {
  process.stderr.write(`${tooMany}\n`);
  process.exitCode = 1;
}
