import { type FieldError, invalid } from '../../contract/problem.ts';

/** What stands in a ready call for a value that is to be filled in. */
export function placeholder(name: string): string {
  return `{${name}}`;
}

/**
 * Refuses a ready call that was not filled in: `{name}` is a text like any other, and would become somebody's name.
 * @throws Problem VALIDATION_ERROR
 */
export function refuseUnfilled(path: string, body: Readonly<Record<string, unknown>> = {}): void {
  const [inPath] = /\{\w+\}/.exec(path) ?? [];
  const unfilled: FieldError[] = [
    ...(inPath === undefined ? [] : [{ field: 'path', message: `fill in ${inPath}` }]),
    ...Object.entries(body)
      .filter(([name, value]) => [value].flat().includes(placeholder(name)))
      .map(([name]) => ({ field: `body.${name}`, message: `fill in ${placeholder(name)}` })),
  ];
  const [first, ...rest] = unfilled;
  if (first !== undefined) throw invalid([first, ...rest]);
}
