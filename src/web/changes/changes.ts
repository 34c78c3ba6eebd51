import { useQueryClient } from '@tanstack/react-query';
import { failureText } from '../api/problem.ts';
import { announce } from '../design/toasts.tsx';

/** Shows everything anew that a change may have moved: lists, sums, rankings. The session stays. */
export function useShowChanges(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
}

/** Does one change, shows what came of it, and says so. */
export function useChange(): (act: () => Promise<unknown>, done: string) => void {
  const show = useShowChanges();
  const change = async (act: () => Promise<unknown>, done: string) => {
    try {
      await act();
      await show();
      announce(done);
    } catch (error) {
      announce(failureText(error), 'bad');
    }
  };
  return (act, done) => void change(act, done);
}
