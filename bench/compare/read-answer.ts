import type { Answer } from '../load/answer.ts';

/** JSON of an answer, to look into without a cast. */
export type Json = ReturnType<typeof JSON.parse>;

/** The JSON of an answer: its body, or the data of its one event. @throws Error where there is none */
export function jsonOf({ status, body }: Answer): Json {
  const text = body.toString();
  if (status !== 200) throw new Error(`status ${status}: ${text.slice(0, 200)}`);
  const event = /^data: (\{.*\})$/m.exec(text)?.[1];
  return JSON.parse(event ?? text);
}

/** The result of a JSON-RPC answer to the request of this id. @throws Error */
export function resultOf(answer: Answer, id: number): Json {
  const message = jsonOf(answer);
  if (message.id !== id) throw new Error(`the answer to request ${id} has the id ${message.id}`);
  if (message.result === undefined) throw new Error(JSON.stringify(message.error));
  return message.result;
}

/** The structure that a tool call came to. @throws Error where it failed */
export function structureOf(answer: Answer, id: number): Json {
  const { isError, structuredContent } = resultOf(answer, id);
  if (isError === true) throw new Error(`the tool failed: ${JSON.stringify(structuredContent).slice(0, 200)}`);
  return structuredContent;
}
