import { classNames } from './class-names.ts';

const hues = ['text-hue-1', 'text-hue-2', 'text-hue-3', 'text-hue-4', 'text-hue-5', 'text-hue-6'] as const;

/** Initials in a colour of the name's own. Pictures are on other hosts, which the page never asks. */
export function Avatar({ name, size = 'small' }: { name: string; size?: 'small' | 'large' }) {
  return (
    <span
      aria-hidden
      className={classNames(
        'grid shrink-0 place-items-center rounded-full border border-line bg-sunken font-semibold uppercase',
        size === 'small' ? 'size-7 text-[0.625rem]' : 'size-11 text-base',
        hues[hashOf(name) % hues.length],
      )}
    >
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const [first = '', second] = words;
  return second === undefined ? [...first].slice(0, 2).join('') : `${[...first][0] ?? ''}${[...second][0] ?? ''}`;
}

function hashOf(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return hash;
}
