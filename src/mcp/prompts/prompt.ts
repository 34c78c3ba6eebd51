import { z } from 'zod';
import { type CallerWords, noKeys } from '../../contract/caller-words.ts';
import { InvalidParams } from '../sdk/surface.ts';

/** A question that a person starts from their client, filled in and put to the agent. */
export interface Prompt {
  readonly title: string;
  readonly description: string;
  readonly arguments: Readonly<Record<string, PromptArgument>>;
  /** What the agent is asked, given arguments that fit. */
  readonly text: (args: Readonly<Record<string, string>>) => string;
}

interface PromptArgument {
  readonly description: string;
  readonly required: boolean;
  /** What it may be: fixed values, the names of the organization's creators, or free text. */
  readonly values: readonly string[] | 'creator names' | 'text';
}

const text = z.string().max(255);

/** @throws InvalidParams for an argument that is missing, unknown, too long or none of the fixed values */
export function checkedArguments(
  prompt: Prompt,
  given: Readonly<Record<string, string>>,
  words: CallerWords = noKeys,
): Record<string, string> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(prompt.arguments, name)) {
      throw new InvalidParams(`Unknown argument; this prompt takes ${Object.keys(prompt.arguments).join(', ')}.`);
    }
  }
  const kept: Record<string, string> = {};
  for (const [name, argument] of Object.entries(prompt.arguments)) {
    const value = given[name]?.trim() ?? '';
    if (value === '' && argument.required) throw new InvalidParams(`Argument ${name} is required.`);
    if (value === '') continue;
    // An agent that has got hold of a key must not be told to look for it.
    const fits = Array.isArray(argument.values)
      ? argument.values.includes(value)
      : text.safeParse(value).success && words.shown(value) === value;
    if (!fits) throw new InvalidParams(`Argument ${name} is not valid: ${argument.description}`);
    kept[name] = value;
  }
  return kept;
}
