import { type Json, jsonOf } from '../compare/read-answer.ts';
import { startAsking } from '../load/ask.ts';
import type { Asked } from '../load/request.ts';
import { quantile } from '../report/statistics.ts';
import type { Question } from './questions.ts';
import type { Things } from './things.ts';

/** Milliseconds. */
export interface Times {
  p50: number;
  p99: number;
}

interface Place {
  port: number;
  key: string;
  things: Things;
}

/** How long a question takes, one at a time. */
export async function timesOf({ port, key, things }: Place, question: Question, turns: number): Promise<Times> {
  const asking = await startAsking(port);
  try {
    const times: number[] = [];
    let cursor: string | null = null;
    for (let turn = -2; turn < turns; turn += 1) {
      const asked = question.asked(things, turn + 2);
      const path = cursor === null ? asked.path : `${asked.path}&cursor=${cursor}`;
      const { answer, ms } = await asking.ask(withKey({ ...asked, path }, key));
      // The first two are for the compiler and the caches of the machine.
      if (turn >= 0) times.push(ms);
      if (question.kind === 'walk') cursor = nextCursor(jsonOf(answer));
    }
    const ascending = Float64Array.from(times).sort();
    return { p50: quantile(ascending, 0.5), p99: quantile(ascending, 0.99) };
  } finally {
    asking.close();
  }
}

export function withKey(asked: Asked, key: string): Asked {
  return { ...asked, headers: { Authorization: `Bearer ${key}` } };
}

function nextCursor({ pagination }: Json): string | null {
  return pagination.next_cursor;
}
