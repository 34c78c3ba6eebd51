import type { Dialect } from '../store.ts';
import { agesOfLevels } from './ages-of-levels.ts';
import { videoDaysToLevels } from './video-days-to-levels.ts';

/**
 * What posts counted at some ages, beside their levels: a query over many posts reads one narrow row of each. Levels of
 * individually tracked videos are kept among those of posts, in the place of their days; and what origins say in words is
 * kept for each, so that one can be taken back.
 */
export function atAge(dialect: Dialect): readonly string[] {
  const { key, small, eight, clustered, ms } =
    dialect === 'sqlite'
      ? {
          key: 'text',
          small: 'integer',
          eight: 'integer',
          clustered: ' strict, without rowid',
          ms: 'cast(round((julianday(last_scrape_time) - 2440587.5) * 86400000) as integer)',
        }
      : {
          key: 'text collate "C"',
          small: 'integer',
          eight: 'bigint',
          clustered: '',
          ms: '(extract(epoch from last_scrape_time::timestamptz) * 1000)::bigint',
        };
  const levels = ['views', 'plays', 'likes', 'comments', 'shares', 'saves'].flatMap((metric, at) =>
    [1, 7, 30].map((day) => `${metric}_day_${day} ${at < 2 ? eight : small}`),
  );
  return [
    `create table post_ages (
      organization_no ${small} not null, post_id ${small} not null,
      ${levels.join(', ')},
      primary key (organization_no, post_id)
    )${clustered}`,
    agesOfLevels(dialect),
    `alter table videos add column number ${small}`,
    'create unique index videos_by_number on videos (number)',
    `create table post_words (
      organization_no ${small} not null, post_id ${small} not null, origin ${small} not null, at ${eight} not null,
      words text not null, primary key (organization_no, post_id, origin)
    )${clustered}`,
    `create table profile_words (
      organization_id ${key} not null, account_id ${key} not null references accounts (id) on delete cascade,
      origin ${small} not null, at ${eight} not null, words text not null,
      primary key (account_id, origin)
    )${clustered}`,
    // Until levels were kept every look told the profile.
    `update accounts set profile_at = ${ms} where profile_at is null and last_scrape_time is not null`,
    ...videoDaysToLevels(dialect),
    'drop table video_days',
    ...(dialect === 'sqlite' ? goneSqlite : gonePostgres),
  ];
}

const goneSqlite = [
  `create trigger account_videos_ages_delete after delete on account_videos begin
    delete from post_ages where post_id = old.id
      and organization_no = (select number from organizations where id = old.organization_id); end`,
  `create trigger organizations_ages_delete before delete on organizations begin
    delete from post_ages where organization_no = old.number;
    delete from post_words where organization_no = old.number; end`,
  `create trigger videos_levels_delete after delete on videos when old.number is not null begin
    delete from post_levels where post_id = old.number
      and organization_no = (select number from organizations where id = old.organization_id);
    delete from post_words where post_id = old.number
      and organization_no = (select number from organizations where id = old.organization_id); end`,
];

const gonePostgres = [
  `create function delete_post_ages() returns trigger language plpgsql as $$ begin
    delete from post_ages where post_id = old.id
      and organization_no = (select number from organizations where id = old.organization_id);
    return null; end $$`,
  `create trigger account_videos_ages_delete after delete on account_videos
    for each row execute function delete_post_ages()`,
  `create function delete_organization_ages() returns trigger language plpgsql as $$ begin
    delete from post_ages where organization_no = old.number;
    delete from post_words where organization_no = old.number; return old; end $$`,
  `create trigger organizations_ages_delete before delete on organizations
    for each row execute function delete_organization_ages()`,
  `create function delete_video_levels() returns trigger language plpgsql as $$ begin
    delete from post_levels where post_id = old.number
      and organization_no = (select number from organizations where id = old.organization_id);
    delete from post_words where post_id = old.number
      and organization_no = (select number from organizations where id = old.organization_id);
    return null; end $$`,
  `create trigger videos_levels_delete after delete on videos
    for each row when (old.number is not null) execute function delete_video_levels()`,
];
