import { expect, it } from 'vitest';
import { z } from 'zod';
import { accessOf, mayCall, scopeOf } from '../../src/mcp/call/access.ts';
import { findTools } from '../../src/mcp/search/find-tools.ts';
import { toolNamed } from '../../tools/catalog.ts';
import recorded from './questions.json' with { type: 'json' };

/** Questions in users' words, with typos and in other languages, each with the tool (or any of the tools) that it needs. */
const questions = z
  .array(z.tuple([z.string(), z.union([z.string(), z.array(z.string())])]))
  .parse(recorded)
  .map(([question, needed]) => ({ question, needed: [needed].flat() }));

const everything = accessOf(null, null, false);
const reading = accessOf(null, null, true);

it('holds at least 120 different questions, each for tools that there are', () => {
  expect(new Set(questions.map(({ question }) => question)).size).toBe(questions.length);
  expect(questions.length).toBeGreaterThanOrEqual(120);
  for (const { needed } of questions) for (const name of needed) expect(toolNamed(name)?.name).toBe(name);
});

it('finds the right tool among the first three for at least 95 %', () => {
  const missed = questions.filter(({ question, needed }) => {
    const found = findTools(question, (tool) => mayCall(everything, tool)).slice(0, 3);
    return !found.some(({ name }) => needed.includes(name));
  });
  const share = 1 - missed.length / questions.length;
  expect(share, missed.map(({ question }) => question).join('\n')).toBeGreaterThanOrEqual(0.95);
});

it('finds for a reading key no tool that writes, whatever is asked', () => {
  for (const { question } of questions) {
    const found = findTools(question, (tool) => mayCall(reading, tool));
    expect(found.filter((tool) => scopeOf(tool) === 'write')).toEqual([]);
  }
});
