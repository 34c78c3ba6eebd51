import type { Answer } from '../load/answer.ts';
import type { Lane } from '../load/drive.ts';
import { type Asked, requestBytes } from '../load/request.ts';

/**
 * A lane whose every answer is checked: its meaning when it is first seen, and from then on that it is the same bytes.
 * Another answer is looked into again, since what is told of today may change while the load runs.
 */
export function checkedLane(asked: Asked, check: (answer: Answer) => void): Lane {
  let right = Buffer.alloc(0);
  return {
    request: requestBytes(asked),
    wrong: (answer) => {
      if (answer.status === 200 && right.equals(answer.body)) return null;
      try {
        check(answer);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
      right = Buffer.from(answer.body);
      return null;
    },
  };
}
