import { catalog, type Tool } from '../../tools/catalog.ts';
import { operations } from '../contract/operations.ts';

/** The Markdown table of all tools: what each is, the scope that it needs, the request that it stands for. */
export function toolTable(): string {
  const rows = catalog.map((tool) => `| \`${tool.name}\` | ${scopeOf(tool)} | ${tool.title} | ${standsFor(tool)} |`);
  return ['| Tool | Scope | What | Stands for |', '|---|---|---|---|', ...rows].join('\n');
}

function scopeOf(tool: Tool): string {
  const scope = tool.kind === 'meta' ? tool.scope : operations[tool.name].scope;
  return scope === 'open' || scope === 'any' ? 'none' : scope;
}

function standsFor(tool: Tool): string {
  if (tool.kind === 'meta') return '';
  const { method, path } = operations[tool.name];
  return `\`${method} ${path}\``;
}
