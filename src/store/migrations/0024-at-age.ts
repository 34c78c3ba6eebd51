import type { Dialect } from '../store.ts';
import { videoDaysToLevels } from './video-days-to-levels.ts';

/**
 * What posts counted at some ages, beside their levels: a query over many posts reads one narrow row of each. Levels of
 * individually tracked videos are kept among those of posts, in the place of their days.
 */
export function atAge(dialect: Dialect): readonly string[] {
  const { small, eight, clustered } =
    dialect === 'sqlite'
      ? { small: 'integer', eight: 'integer', clustered: ' strict, without rowid' }
      : { small: 'integer', eight: 'bigint', clustered: '' };
  const levels = ['views', 'plays', 'likes', 'comments', 'shares', 'saves'].flatMap((metric, at) =>
    [1, 7, 30].map((day) => `${metric}_day_${day} ${at < 2 ? eight : small}`),
  );
  return [
    `create table post_ages (
      organization_no ${small} not null, post_id ${small} not null,
      ${levels.join(', ')},
      primary key (organization_no, post_id)
    )${clustered}`,
    `alter table videos add column number ${small}`,
    'create unique index videos_by_number on videos (number)',
    `create table post_words (
      organization_no ${small} not null, post_id ${small} not null, origin ${small} not null, at ${eight} not null,
      words text not null, primary key (organization_no, post_id, origin)
    )${clustered}`,
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
