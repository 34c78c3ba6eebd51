import { ago, moment } from './format.ts';

/** How long ago something was; the exact time on hover and for machines. */
export function When({ at }: { at: string }) {
  return (
    <time dateTime={at} title={moment(at)}>
      {ago(at, Date.now())}
    </time>
  );
}
