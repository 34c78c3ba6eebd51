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
  const { create_time, last_scrape_time, duration } = post;
  const told = (metric: 'views' | 'plays' | 'likes' | 'comments' | 'shares' | 'saves', value: number | null) => (
    <Told of={post} metric={metric}>
      {value === null ? 'not told' : full(value)}
    </Told>
  );
  return (
    <Card title="About">
      <p className="mb-4 whitespace-pre-wrap break-words text-sm">{captionOf(post)}</p>
      <Facts
        facts={[
          { name: 'Platform', value: platformNames[post.platform] },
          { name: `Id on ${platformNames[post.platform]}`, value: post.external_id },
          { name: 'Views', value: told('views', post.view_count) },
          { name: 'Plays', value: told('plays', post.play_count) },
          { name: 'Likes', value: told('likes', post.like_count) },
          { name: 'Comments', value: told('comments', post.comment_count) },
          { name: 'Shares', value: told('shares', post.share_count) },
          { name: 'Saves', value: told('saves', post.saved_count) },
          { name: 'Length', value: duration === null ? 'not told' : `${Math.round(duration)} s` },
          { name: 'Posted', value: create_time === null ? 'not known yet' : moment(create_time) },
          { name: 'Last refreshed', value: last_scrape_time === null ? 'not yet' : <When at={last_scrape_time} /> },
        ]}
      />
    </Card>
  );
}
