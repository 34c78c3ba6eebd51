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
    ['application/json-seq', null],
    ['application/json-seq, text/event-stream', 'sse'],
    // What a client says of a representation is not looked at: there is one of each.
    ['application/json; charset=utf-8', 'json'],
    ['application/json;odata="a,b";q=0.5', 'json'],
    ['application/json; odata=verbose; q=0, text/event-stream', 'sse'],
    ['*/*;q=0.1, application/json;charset=utf-8;q=0', 'sse'],
    ['text/html;level=1, text/*;q=0.3', 'sse'],
    ['application/json;q=nonsense', null],
  ])('for Accept %j is %s', (accept, form) => {
    expect(answerForm(accept)).toBe(form);
  });
});
