import { type ReactNode, useState } from 'react';
import { failureText } from '../api/problem.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Notice } from './notice.tsx';

/** Asks before something that cannot be taken back. It closes when `act` has succeeded, and says why when it has not. */
export function Confirm({
  title,
  children,
  verb,
  act,
  onClose,
}: {
  title: string;
  children: ReactNode;
  /** What the button says: the deed, not "OK". */
  verb: string;
  act: () => Promise<unknown>;
  onClose: () => void;
}) {
  const [state, setState] = useState<{ kind: 'asking' } | { kind: 'acting' } | { kind: 'failed'; why: string }>({
    kind: 'asking',
  });
  const go = async () => {
    setState({ kind: 'acting' });
    try {
      await act();
      onClose();
    } catch (error) {
      setState({ kind: 'failed', why: failureText(error) });
    }
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" pending={state.kind === 'acting'} onClick={() => void go()}>
            {verb}
          </Button>
        </>
      }
    >
      <div className="space-y-3 text-sm">
        {children}
        {state.kind === 'failed' && <Notice tone="bad">{state.why}</Notice>}
      </div>
    </Dialog>
  );
}
