import fc from 'fast-check';
import { expect, test } from 'vitest';
import { powershellCommand } from '../../../src/connect/shells/powershell.ts';
import { hostileText } from '../hostile.ts';
import { runAtPrompt, runShimAtPrompt } from '../windows/cmd-prompt.ts';
import { lineForCmd } from '../windows/powershell.ts';

test('a program and a .cmd shim get exactly the arguments, whatever is in them', () => {
  fc.assert(
    fc.property(fc.array(hostileText, { minLength: 1, maxLength: 5 }), (argv) => {
      const line = lineForCmd(powershellCommand(['stub', ...argv]));
      expect(runAtPrompt(line)).toEqual(['stub', ...argv]);
      expect(runShimAtPrompt(line)).toEqual(['stub', ...argv]);
    }),
    { numRuns: 2000 },
  );
});

test('hands the inner quotes over without asking PowerShell to escape them', () => {
  expect(powershellCommand(['code', '--add-mcp', `{"name":"it's"}`])).toBe(
    String.raw`cmd /c 'code --add-mcp "{\"name\":\"it''s\"}"'`,
  );
});
