import { Notice } from '../design/notice.tsx';

/** What a file goes through before anything of it can be shown, and how that may end. */
export type BeforeShown = { kind: 'sending'; share: number } | { kind: 'reading' } | { kind: 'failed'; why: string };

export function BeforeShownView({ step }: { step: BeforeShown }) {
  switch (step.kind) {
    case 'sending':
      return <p role="status">Sending… {Math.round(step.share * 100)} %</p>;
    case 'reading':
      return <p role="status">Reading…</p>;
    case 'failed':
      return <Notice tone="bad">{step.why}</Notice>;
  }
}
