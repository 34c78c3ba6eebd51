import { describe, expect, it } from 'vitest';
import { answerForm } from '../../src/mcp/protocol/accept.ts';

describe('the form of an answer', () => {
  it.each([
    [undefined, 'json'],
    ['', 'json'],
    ['*/*', 'json'],
    ['application/json', 'json'],
    ['Application/JSON', 'json'],
    ['application/json, text/event-stream', 'json'],
    ['text/event-stream, application/json;q=0.1', 'json'],
    ['text/event-stream', 'sse'],
    ['text/*', 'sse'],
    ['application/json;q=0, text/event-stream', 'sse'],
    ['*/*;q=0.5, application/json;q=0', 'sse'],
    ['application/json;q=0, */*;q=0', null],
    ['text/html', null],
    ['application/xml, image/*', null],
    ['nonsense', null],
  ])('for Accept %j is %s', (accept, form) => {
    expect(answerForm(accept)).toBe(form);
  });
});
