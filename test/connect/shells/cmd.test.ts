import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cmdCommand } from '../../../src/connect/shells/cmd.ts';
import { hostileText } from '../hostile.ts';
import { runAtPrompt, runShimAtPrompt } from '../windows/cmd-prompt.ts';

const anyArguments = fc.array(hostileText, { maxLength: 5 });

test('a program and a .cmd shim get exactly the arguments, whatever is in them', () => {
  fc.assert(
    fc.property(anyArguments, (argv) => {
      const line = cmdCommand(['stub', ...argv]);
      expect(runAtPrompt(line, { PATH: 'expanded' })).toEqual(['stub', ...argv]);
      expect(runShimAtPrompt(line, { PATH: 'expanded' })).toEqual(['stub', ...argv]);
    }),
    { numRuns: 2000 },
  );
});

test('fills a variable in as part of one argument, after any other', () => {
  fc.assert(
    fc.property(anyArguments, (argv) => {
      const line = cmdCommand(['stub', ...argv, { text: 'Authorization: Bearer ', variable: 'KEY' }]);
      const expected = ['stub', ...argv, 'Authorization: Bearer ca_live_1'];
      expect(runAtPrompt(line, { KEY: 'ca_live_1' })).toEqual(expected);
      expect(runShimAtPrompt(line, { KEY: 'ca_live_1' })).toEqual(expected);
    }),
  );
});

test('stays readable where nothing is special', () => {
  expect(cmdCommand(['code', '--add-mcp', '{"url":"http://h/mcp?a=1"}'])).toBe(
    String.raw`code --add-mcp "{\"url\":\"http://h/mcp?a=1\"}"`,
  );
});
