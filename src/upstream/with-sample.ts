import type { Verdict } from '../keys/verdict.ts';
import type { Verifier } from '../keys/verify.ts';

/** The same verifier, for data of the upstream: whether that is invented does not depend on what this database holds. */
export function withSample(verifier: Verifier, isSample: () => boolean): Verifier {
  const marked = (verdict: Verdict): Verdict => {
    if (verdict.kind !== 'valid' || verdict.principal.holdsSampleData === isSample()) return verdict;
    return { kind: 'valid', principal: { ...verdict.principal, holdsSampleData: isSample() } };
  };
  return {
    ...verifier,
    verify(rawKey) {
      const verdict = verifier.verify(rawKey);
      return verdict instanceof Promise ? verdict.then(marked) : marked(verdict);
    },
  };
}
