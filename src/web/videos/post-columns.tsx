import { Link } from 'wouter';
import type { AccountVideo, Video } from '../api/resources.ts';
import { Count } from '../figures/count.tsx';
import { platformNames } from '../figures/platform.tsx';
import { Told } from '../figures/told.tsx';
import { When } from '../figures/when.tsx';
import type { Column } from '../table/column.ts';

/** What both kinds of videos have. */
type Post = Omit<Pick<Video, keyof Video & keyof AccountVideo>, 'id' | 'type' | 'account_id'>;

/** The columns that posts of accounts and individually tracked videos share. */
export function postColumns<Row extends Post>(href: (row: Row) => string): readonly Column<Row>[] {
  return [
    {
      id: 'video',
      title: 'Video',
      fixed: true,
      cell: (row) => (
        <div className="min-w-48">
          <Link href={href(row)} className="line-clamp-1 font-medium hover:underline">
            {captionOf(row)}
          </Link>
          <span className="block truncate text-xs text-muted">
            {platformNames[row.platform]}
            {row.account_username !== null && ` · @${row.account_username}`}
          </span>
        </div>
      ),
    },
    {
      id: 'posted',
      title: 'Posted',
      sort: 'create_time',
      cell: ({ create_time }) => (create_time === null ? '–' : <When at={create_time} />),
    },
    {
      id: 'views',
      title: 'Views',
      numeric: true,
      sort: 'view_count',
      cell: (row) => (
        <Told of={row} metric="views">
          <Count value={row.view_count} />
        </Told>
      ),
    },
    {
      id: 'plays',
      title: 'Plays',
      numeric: true,
      sort: 'play_count',
      extra: true,
      cell: (row) => (
        <Told of={row} metric="plays">
          <Count value={row.play_count} />
        </Told>
      ),
    },
    {
      id: 'likes',
      title: 'Likes',
      numeric: true,
      sort: 'like_count',
      cell: (row) => (
        <Told of={row} metric="likes">
          <Count value={row.like_count} />
        </Told>
      ),
    },
    {
      id: 'comments',
      title: 'Comments',
      numeric: true,
      cell: (row) => (
        <Told of={row} metric="comments">
          <Count value={row.comment_count} />
        </Told>
      ),
    },
    {
      id: 'shares',
      title: 'Shares',
      numeric: true,
      cell: (row) => (
        <Told of={row} metric="shares">
          <Count value={row.share_count} />
        </Told>
      ),
    },
    {
      id: 'saves',
      title: 'Saves',
      numeric: true,
      extra: true,
      cell: (row) => (
        <Told of={row} metric="saves">
          <Count value={row.saved_count} />
        </Told>
      ),
    },
  ];
}

export function captionOf({ description }: Pick<Post, 'description'>): string {
  return description === null || description === '' ? 'Without a caption' : description;
}
