import type { OpenApiDocument } from '../openapi/document.ts';

export function docsPage(document: OpenApiDocument): { html: string; headers: Record<string, string> } {
  return {
    html: `<!doctype html><title>${document.info.title}</title>`,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  };
}
