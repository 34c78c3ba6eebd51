import { sameHeader } from './normal.ts';

/** What a value is like: it decides what a column that claims a field must hold. */
export type Nature = 'count' | 'gain' | 'time' | 'id' | 'handle' | 'link' | 'text' | 'platform' | 'none';

interface FieldWords {
  readonly nature: Nature;
  /** Other names, the surest first: where several columns stand for one field that order decides. */
  readonly names: readonly string[];
}

const list = (text: string) => text.split('|').map((name) => name.trim());

/** Every field that a column may hold, with the names under which it was seen in exports and collectors. */
const fields = {
  platform: { nature: 'platform', names: list('platform|network|channel|plataforma|plattform|plateforme') },
  username: {
    nature: 'handle',
    names: list(
      'Account username|ownerUsername|author.uniqueId|authorMeta.name|uniqueId|owner.username|user.username|username|user_name|user name|Influencer insta name|Instagram name|channel_info|Tiktoker name|TikTok username|Instagram username|handle|creator|influencer|account|benutzername|nombre de usuario|nome de usuário|nome utente|användarnamn|profile_url|profileUrl|profile link|profile|inputUrl',
    ),
  },
  platform_account_id: {
    nature: 'id',
    names: list(
      'Account ID|ownerId|owner.id|user_id|userId|authorMeta.id|author.id|open_id|fbid|pk|platform_account_id',
    ),
  },
  name: {
    nature: 'text',
    names: list(
      'Account name|ownerFullName|fullName|full_name|nickname|authorMeta.nickName|author.nickname|display_name|displayName|name|Instagram User|influencer name|Tiktok name',
    ),
  },
  followers: {
    nature: 'count',
    names: list(
      'followers|follower|followersCount|followers_count|follower_count|Subscribers|Subscribers count|fans|fansCount|authorMeta.fans|authorStats.followerCount|stats.followerCount|Total followers|total_seguidores|seguidores|seguidores totales|total de seguidores|abonnenten|abonnés|følgere|följare|volgers|edge_followed_by.count',
    ),
  },
  followers_gained: {
    nature: 'gain',
    names: list(
      'Net followers|Net growth|followersDelta|followers_gained|followers_delta|follower_growth|Net follower growth|Difference in followers from previous day|crecimiento neto|seguidores netos',
    ),
  },
  followers_new: {
    nature: 'gain',
    names: list('New followers|new_followers|novos_seguidores|nuevos seguidores|nya följare'),
  },
  followers_lost: { nature: 'gain', names: list('Lost followers|unfollows|lost_followers|seguidores perdidos') },
  following: {
    nature: 'count',
    names: list(
      'following|followsCount|follows_count|following_count|followingCount|authorMeta.following|authorStats.followingCount|seguindo|siguiendo|edge_follow.count',
    ),
  },
  posts: {
    nature: 'count',
    names: list(
      'posts|postsCount|posts_count|media_count|mediaCount|video_count|videoCount|authorMeta.video|authorStats.videoCount|profile_post_count|post count|number of posts|publicaciones|publicações|beiträge|edge_owner_to_timeline_media.count',
    ),
  },
  post_id: {
    nature: 'id',
    names: list('Post ID|video_id|videoId|aweme_id|awemeId|postId|media_id|media_pk|external_id|Publicerings-id|id'),
  },
  shortcode: { nature: 'text', names: list('shortCode|shortcode|code') },
  url: {
    nature: 'link',
    names: list(
      'Permalink|webVideoUrl|Video link|video_link|share_url|post_url|postUrl|postPage|post link|url|link|Enlace del video|Enlace permanente|Permalänk|Link do vídeo|Lien de la vidéo|Videolink',
    ),
  },
  posted_at: {
    nature: 'time',
    names: list(
      'Publish time|Post time|posted_at|taken_at|taken_at_timestamp|createTimeISO|createTime|create_time|video_time|pubDate|published_at|publishedAt|publish date|post date|posted|Hora de publicación|Horário de publicação|Publiceringstid|Heure de publication|Veröffentlichungszeit|timestamp',
    ),
  },
  observed_at: {
    nature: 'time',
    names: list(
      'observed_at|scrapedAt|scraped_at|collected_at|collectedAt|updated_at|updatedAt|fetched_at|snapshot_at|captured_at|time',
    ),
  },
  day: { nature: 'time', names: list('Date|day|data|fecha|datum|jour|giorno|dato|päivä|dag') },
  views: {
    nature: 'count',
    names: list(
      'Views|Video views|Total views|Post views|view_count|viewCount|views_count|viewsCount|video_views|videoViewCount|video_view_count|stats.playCount|statsV2.playCount|playCount|n_plays|Visualizaciones|Visualizaciones totales|Visualizaciones de video|Visualizações|Visualizações de vídeo|Visningar|Videoaufrufe|Aufrufe|Vues|Vues de la vidéo|Visualizzazioni|Weergaven',
    ),
  },
  plays: { nature: 'count', names: list('videoPlayCount|video_play_count|play_count|ig_play_count|plays') },
  likes: {
    nature: 'count',
    names: list(
      'Likes|Total likes|like_count|likesCount|likeCount|likes_count|diggCount|n_likes|Reactions|stats.diggCount|edge_media_preview_like.count|edge_liked_by.count|Me gusta|Me gusta totales|Curtidas|Reaktioner|Gefällt mir|Gefällt-mir-Angaben|J’aime|Mi piace|Vind-ik-leuks',
    ),
  },
  comments: {
    nature: 'count',
    names: list(
      'Comments|Total comments|comment_count|commentsCount|comments_count|commentCount|n_comments|stats.commentCount|edge_media_to_comment.count|Comentarios|Comentarios totales|Comentários|Kommentarer|Kommentare|Commentaires|Commenti|Reacties',
    ),
  },
  shares: {
    nature: 'count',
    names: list(
      'Shares|Total shares|share_count|sharesCount|shareCount|n_shares|stats.shareCount|repost_count|Veces compartido|Compartidos|Compartilhamentos|Delningar|Geteilte Inhalte|Partages|Condivisioni',
    ),
  },
  saves: {
    nature: 'count',
    names: list(
      'Saves|saved|saved_count|save_count|saveCount|savesCount|collectCount|stats.collectCount|Add to Favorites|favorites_count|favourites|Guardados|Salvamentos|Sparade|Gespeichert|Enregistrements',
    ),
  },
  caption: {
    nature: 'text',
    names: list(
      'Description|caption|text|desc|video_desc|video_description|Video title|title|Título del video|Descripción|Descrição|Beskrivning|Beschreibung|Título do vídeo',
    ),
  },
  bio: { nature: 'text', names: list('biography|bio|signature|authorMeta.signature|author.signature|bio_description') },
  duration: {
    nature: 'none',
    names: list('Duration (sec)|videoDuration|video_duration|videoMeta.duration|video.duration|video_length|duration'),
  },
  media_type: {
    nature: 'text',
    names: list('Post type|media_product_type|productType|media_type|type|Tipo de post|Tipo de publicación|Inläggstyp'),
  },
  error: { nature: 'none', names: list('error|errorDescription|error_description') },
  verified: { nature: 'none', names: list('verified|isVerified|is_verified|authorMeta.verified|author.verified') },
} as const satisfies Record<string, FieldWords>;

export type Field = keyof typeof fields;

const fieldNames = Object.keys(fields).filter(isField);

export function isField(name: string): name is Field {
  return Object.hasOwn(fields, name);
}

export function natureOf(field: Field): Nature {
  return fields[field].nature;
}

/** Counts of a post that days and levels are made of. */
export const postCounts = ['views', 'plays', 'likes', 'comments', 'shares', 'saves'] as const satisfies Field[];

/** Known, and kept nowhere: said so, so that nobody waits for it. */
const notStored = new Set(
  list(
    'Reach|Reached audience|Engaged audience|impressions|Viewers|Total Viewers|New Viewers|Returning Viewers|Profile views|profile_views|Engagement|engagement rate|60d_eng_rate|influence_score|Authentic engagement|Follows|total_interactions|accounts_engaged|Average watch time|Accounts reached|Alcance|Räckvidd|Total clicks|Link clicks|Other clicks|authorMeta.heart|authorStats.heartCount|authorStats.heart|heart|heartCount|authorMeta.digg|authorStats.diggCount|Tiempo promedio de visualización|Totalt antal klick|Länkklick|Övriga klick|Reactions, Comments and Shares|Reaktioner, kommentarer och delningar',
  ).map(sameHeader),
);

export function isNotStored(header: string): boolean {
  return notStored.has(sameHeader(header));
}

const byName: ReadonlyMap<string, { readonly field: Field; readonly place: number }> = new Map(
  fieldNames.flatMap((field) =>
    fields[field].names.map((name, place) => [sameHeader(name), { field, place }] as const),
  ),
);

/** The field that a header stands for, and how sure its name is among those of the field; null for all others. */
export function fieldOf(header: string): { readonly field: Field; readonly place: number } | null {
  return byName.get(sameHeader(header)) ?? null;
}

const averages =
  /(?:^|[^\p{L}])(?:avg|average|mean|rate|score|per|promedio|média|durchschnitt|moyenne)(?:[^\p{L}]|$)|%|(?:^|_)avg|avg(?:_|$)/iu;

/** Averages and shares are never counts. */
export function isAverage(header: string): boolean {
  return averages.test(header.normalize('NFKC').trim());
}
