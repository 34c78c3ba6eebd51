/** Words for arguments that the contract leaves bare: where an agent finds the value. */
export const argumentWords: Readonly<Record<string, string>> = {
  account_id: 'Account UUID, from list_accounts or search_workspace.',
  creator_id: 'Creator UUID, from list_creators or search_workspace.',
  video_id: 'UUID, from list_videos.',
  account_video_id: 'Integer id or uuid, from list_account_videos.',
  account_ids: 'UUIDs, from list_accounts.',
  video_ids: 'UUIDs, from list_videos.',
  instagram_post_ids: 'Ids or uuids from list_account_videos.',
  tiktok_video_ids: 'Ids or uuids from list_account_videos.',
};
