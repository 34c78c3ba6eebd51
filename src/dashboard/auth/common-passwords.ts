import { invalid } from '../../contract/problem.ts';
import { shortestPassword } from '../contract/session.ts';

let loading: Promise<ReadonlySet<string>> | undefined;

/**
 * Refuses a new password that whoever guesses tries first, in any mix of case.
 * @throws Problem VALIDATION_ERROR that names the field
 */
export async function requireUncommon(password: string, field: string): Promise<void> {
  loading ??= loadCommon();
  if (!(await loading).has(password.toLowerCase())) return;
  throw invalid([{ field, message: 'is one of the passwords that most people choose: take another' }]);
}

/** Of its 49,000 only those are kept that are long enough to be chosen. Loaded at the first new password: it costs 20 MB. */
async function loadCommon(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const choosable = dictionary['passwords-common'].filter(({ length }) => length >= shortestPassword);
  return new Set(choosable.map((password) => password.toLowerCase()));
}
