import type { Dialect } from '../store.ts';

/** Words of account posts are kept by origin, as those of individually tracked videos are; and listings name posts that could not be read. */
export function wordsOfPosts(dialect: Dialect): readonly string[] {
  return ['alter table account_looks add column unread text', ...(dialect === 'sqlite' ? goneSqlite : gonePostgres)];
}

const goneSqlite = [
  `create trigger account_videos_words_delete after delete on account_videos begin
    delete from post_words where post_id = old.id
      and organization_no = (select number from organizations where id = old.organization_id); end`,
];

const gonePostgres = [
  `create or replace function delete_post_ages() returns trigger language plpgsql as $$ begin
    delete from post_ages where post_id = old.id
      and organization_no = (select number from organizations where id = old.organization_id);
    delete from post_words where post_id = old.id
      and organization_no = (select number from organizations where id = old.organization_id);
    return null; end $$`,
];
