/**
 * Which folder may import which, from the bottom up: only what is on a floor below it. Folders on one floor do not import
 * each other. docs/architecture.md draws it, with the way of a request.
 */
export const floors: readonly (readonly string[])[] = [
  ['contract', 'config', 'connect', 'csv', 'version'],
  ['tools', 'store', 'outbound'],
  ['query', 'audit'],
  ['organizations'],
  ['keys'],
  ['collect', 'notify'],
  ['services', 'import', 'export'],
  ['http'],
  ['api', 'mcp', 'oauth'],
  ['dashboard', 'upstream', 'observe'],
  ['start', 'documents', 'web'],
  ['cli', 'main'],
];

/** A folder that is words: it imports nothing but types, and those of one folder. */
export const wordsOnly: Readonly<Record<string, string>> = { tools: 'contract' };
