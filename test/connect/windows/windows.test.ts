import { expect, test } from 'vitest';
import { runAtPrompt, runShimAtPrompt } from './cmd-prompt.ts';
import { lineForCmd, singleQuoted } from './powershell.ts';
import { programArguments } from './program-arguments.ts';

// The parsers that the other tests trust, held against the vendor's own examples and known traps.

test.each([
  ['"a b c" d e', ['a b c', 'd', 'e']],
  ['"ab\\"c" "\\\\" d', ['ab"c', '\\', 'd']],
  ['a\\\\\\b d"e f"g h', ['a\\\\\\b', 'de fg', 'h']],
  ['a\\\\\\"b c d', ['a\\"b', 'c', 'd']],
  ['a\\\\\\\\"b c" d e', ['a\\\\b c', 'd', 'e']],
  ['a"b"" c d', ['ab" c d']],
])("the C runtime's documented example %s", (line, expected) => {
  expect(programArguments(line)).toEqual(expected);
});

test('cmd.exe acts on an unquoted operator, and not on a quoted or escaped one', () => {
  expect(() => runAtPrompt('stub http://h/?a=1&b=2')).toThrow('would act on &');
  expect(runAtPrompt('stub "http://h/?a=1&b=2" c^&d')).toEqual(['stub', 'http://h/?a=1&b=2', 'c&d']);
});

test('cmd.exe expands known variables, in quotes too, and leaves unknown ones', () => {
  expect(runAtPrompt('stub "%A%" %B% ^%A^%', { A: 'x' })).toEqual(['stub', 'x', '%B%', '%A%']);
});

test('a shim undoes one more layer of carets, which is why carets are no quoting for one', () => {
  expect(runAtPrompt('stub a^^^&b')).toEqual(['stub', 'a^&b']);
  expect(runShimAtPrompt('stub a^^^&b')).toEqual(['stub', 'a&b']);
  expect(() => runShimAtPrompt('stub a^&b')).toThrow('would act on &');
});

test('PowerShell ends a literal text at typographic quotes as well', () => {
  expect(singleQuoted("'it''s'")).toBe("it's");
  expect(() => singleQuoted("'it\u2019s'")).toThrow('ends early');
});

test('PowerShell and cmd /c together leave inner quotes alone', () => {
  expect(lineForCmd(`cmd /c 'stub "a b" "{\\"c\\"}"'`)).toBe('stub "a b" "{\\"c\\"}"');
});
