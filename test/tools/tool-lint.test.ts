import { expect, it } from 'vitest';
import { lintTool, soundTool, toolRules } from './tool-lint.ts';

it('lets a sound tool pass', () => {
  expect(lintTool(soundTool)).toEqual([]);
});

it.each(toolRules.map((rule) => [rule.name, rule] as const))('catches a tool without %s', (name, { example }) => {
  expect(lintTool({ ...soundTool, ...example })).toContain(name);
});
