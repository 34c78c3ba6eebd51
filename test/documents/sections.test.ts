import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { generatedFiles, withGeneratedSections } from '../../src/documents/sections.ts';
import { catalog } from '../../tools/catalog.ts';

describe('generated sections', () => {
  it.each(generatedFiles)('%s says what the code says (npm run documents)', async (file) => {
    const text = await readFile(file, 'utf8');
    expect(text).toMatch(/<!-- generated: /);
    expect(withGeneratedSections(text)).toBe(text);
  });

  it('lists every tool', async () => {
    const text = await readFile('docs/connect.md', 'utf8');
    for (const tool of catalog) expect(text).toContain(`| \`${tool.name}\` |`);
  });

  it('refuses a marker that names no section', () => {
    expect(() => withGeneratedSections('<!-- generated: nothing -->\n<!-- /generated -->')).toThrow('nothing');
  });
});
