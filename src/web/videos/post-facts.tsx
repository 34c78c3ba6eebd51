import type { AccountVideo, Video } from '../api/resources.ts';
import { Card } from '../design/card.tsx';
import { Facts } from '../detail/detail.tsx';
import { full, moment } from '../figures/format.ts';
import { platformNames } from '../figures/platform.tsx';
import { Told } from '../figures/told.tsx';
import { When } from '../figures/when.tsx';
import { captionOf } from './post-columns.tsx';

/** What is known of a post, whichever way it is tracked. The caption is shown as it is: text of other people. */
export function PostFacts({ post }: { post: Video | AccountVideo }) {
  const { create_time, last_scrape_time, duration, saved_count } = post;
  return (
    <Card title="About">
      <p className="mb-4 whitespace-pre-wrap break-words text-sm">{captionOf(post)}</p>
      <Facts
        facts={[
          { name: 'Platform', value: platformNames[post.platform] },
          { name: `Id on ${platformNames[post.platform]}`, value: post.external_id },
          {
            name: 'Views',
            value: (
              <Told of={post} metric="views">
                {full(post.view_count)}
              </Told>
            ),
          },
          {
            name: 'Plays',
            value: (
              <Told of={post} metric="plays">
                {full(post.play_count)}
              </Told>
            ),
          },
          {
            name: 'Likes',
            value: (
              <Told of={post} metric="likes">
                {full(post.like_count)}
              </Told>
            ),
          },
          {
            name: 'Comments',
            value: (
              <Told of={post} metric="comments">
                {full(post.comment_count)}
              </Told>
            ),
          },
          {
            name: 'Shares',
            value: (
              <Told of={post} metric="shares">
                {full(post.share_count)}
              </Told>
            ),
          },
          {
            name: 'Saves',
            value: (
              <Told of={post} metric="saves">
                {saved_count === null ? 'not told' : full(saved_count)}
              </Told>
            ),
          },
          { name: 'Length', value: duration === null ? 'not told' : `${Math.round(duration)} s` },
          { name: 'Posted', value: create_time === null ? 'not known yet' : moment(create_time) },
          { name: 'Last refreshed', value: last_scrape_time === null ? 'not yet' : <When at={last_scrape_time} /> },
        ]}
      />
    </Card>
  );
}
