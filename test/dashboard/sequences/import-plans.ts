import { randomUUID } from 'node:crypto';
import type { MemberScene, Plan } from './plan.ts';

const nowhere = (): { upload_id: string } => ({ upload_id: randomUUID() });
const ofNobody = { often: 1, expected: () => [404] };

/**
 * Files that are handed in. What becomes of them is asked in test/dashboard/imports.test.ts; here it is who may come so far.
 */
export const importPlans: Readonly<Record<string, Plan<MemberScene>>> = {
  list_imports: { often: 1, expected: () => [200] },
  // More than wait for an organization at once are refused.
  begin_upload: {
    often: 1,
    input: () => ({ body: { name: 'numbers.csv', bytes: 0, changed_at: 0 } }),
    expected: () => [201, 409],
  },
  write_upload: { ...ofNobody, input: () => ({ params: nowhere(), body: { at: 0, data: '' } }) },
  discard_upload: { ...ofNobody, input: () => ({ params: nowhere() }) },
  preview_import: { ...ofNobody, input: () => ({ body: { ...nowhere(), said: {} } }) },
  start_import: { ...ofNobody, input: () => ({ body: { ...nowhere(), said: {} } }) },
  take_back_import: { ...ofNobody, input: () => ({ params: { import_id: randomUUID() } }) },
  list_import_rejects: { ...ofNobody, input: () => ({ params: { import_id: randomUUID() } }) },
  list_pushes: { often: 1, expected: () => [200] },
  take_back_push: { ...ofNobody, input: () => ({ params: { push_id: randomUUID() } }) },
  export_archive: { often: 1, expected: () => [200, 429] },
  preview_archive: { ...ofNobody, input: () => ({ body: nowhere() }) },
  import_archive: { ...ofNobody, input: () => ({ body: nowhere() }) },
  get_archive_import: { ...ofNobody, input: () => ({ params: nowhere() }) },
  list_archive_ids: { ...ofNobody, input: () => ({ params: nowhere() }) },
  // None of the model's organizations holds any.
  clear_sample_data: { often: 1, expected: () => [409] },
};
