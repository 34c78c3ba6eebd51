import type { CallerWords } from '../../contract/caller-words.ts';
import { type Problem, type ProblemCode, toldOf } from '../../contract/problem.ts';
import type { ToolResult } from '../sdk/surface.ts';

/** The most wrong fields that one error names: an agent corrects a few at a time. */
const mostErrors = 10;

/**
 * A failed call as a result that an agent can act on: the problem's code and detail, and what to do next
 * (contract §4, Each tool).
 * @param hint what to do next for this very tool, where there is more to say than for the code
 */
export function toolError(problem: Problem, hint: string | null, words: CallerWords): ToolResult {
  const { code, retryAfterSeconds } = problem;
  const { detail, errors } = toldOf(problem, words);
  const structure = {
    code,
    detail,
    what_to_do_next: hint ?? nextStep[code],
    ...(retryAfterSeconds !== undefined && { retry_after_seconds: retryAfterSeconds }),
    ...(errors !== undefined && { errors: errors.slice(0, mostErrors) }),
  };
  return { content: [{ type: 'text', text: JSON.stringify(structure) }], structuredContent: structure, isError: true };
}

const nextStep: Readonly<Record<ProblemCode, string>> = {
  BAD_REQUEST: 'Correct the arguments and call again.',
  UNAUTHORIZED: 'Ask the user for an API key and send it with every request.',
  FORBIDDEN: 'Tell the user: an owner or admin of the organization must change this.',
  INSUFFICIENT_SCOPE:
    'Do not try again. Tell the user what detail says: which scope this needs, and why it is not there.',
  QUOTA_EXCEEDED: 'Tell the user that the organization tracks as many accounts as it may; deleting one makes room.',
  NOT_FOUND: 'Find the right id with search_workspace or a list tool; ids of other organizations are not found either.',
  METHOD_NOT_ALLOWED: 'Take a method that detail names.',
  NOT_ACCEPTABLE: 'Ask for JSON.',
  CONFLICT: 'It is there already, or in use: look it up instead of creating it again.',
  PAYLOAD_TOO_LARGE: 'Send less at once.',
  UNSUPPORTED_MEDIA_TYPE: 'Send JSON.',
  VALIDATION_ERROR: 'Correct the fields named in errors and call again.',
  RATE_LIMITED: 'Wait retry_after_seconds, then call again; ask for more rows per call to need fewer calls.',
  INTERNAL_ERROR: 'Try once more; if it fails again, tell the user.',
  UPSTREAM_ERROR: 'Try again in a moment; if it goes on, tell the user.',
  SERVICE_UNAVAILABLE: 'Wait a few seconds, then call again.',
  UPSTREAM_TIMEOUT: 'Try again with a shorter window or fewer rows.',
};
