import type { Dialect } from '../store.ts';
import { takeTurn } from './turn.ts';

/** Days of posts are made of levels alone: those of earlier programs became levels before this (see `days-to-levels.ts`). */
export function daysAreLevels(dialect: Dialect): readonly string[] {
  return [
    ...takeTurn(dialect),
    'drop table account_video_days',
    `alter table accounts add column thinned_until ${dialect === 'sqlite' ? 'integer' : 'bigint'}`,
  ];
}
