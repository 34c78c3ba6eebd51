import type { Provider } from '../../src/collect/provider.ts';
import type { PostSnapshot } from '../../src/store/ingest/snapshot.ts';
import type { Injection } from './injections.ts';

/** A platform on which everybody writes what the injections say: `injected.N` has the N-th in all that is theirs. */
export function hostileProvider(injections: readonly Injection[]): Provider {
  const textOf = (name: string) => injections[Number(/\d+$/.exec(name)?.[0] ?? 0) % injections.length]?.text ?? '';
  return {
    name: 'hostile',
    invented: false,
    async account(platform, username) {
      const text = textOf(username);
      const profile = {
        name: text,
        description: text,
        profile_pic_url: null,
        is_verified: false,
        link_in_bio: text,
        follower_count: 1_000,
        following_count: 10,
        profile_post_count: 1,
      };
      return { kind: 'seen', snapshot: { profile, posts: [post(`9${username.replace(/\D/g, '')}`, text, platform)] } };
    },
    async video(platform, externalId) {
      const text = textOf(externalId);
      return {
        kind: 'seen',
        snapshot: { post: post(externalId, text, platform), account_username: text, platform_account_id: text },
      };
    },
  };
}

function post(external_id: string, text: string, platform: string): PostSnapshot {
  return {
    external_id,
    shortcode: null,
    description: text,
    create_time: '2026-01-01T00:00:00.000Z',
    media_type: 'video',
    duration: 12,
    cover_image_url: null,
    video_url: null,
    view_count: 500,
    play_count: 500,
    like_count: 50,
    comment_count: 5,
    share_count: 1,
    saved_count: platform === 'tiktok' ? null : 1,
  };
}
