import { useRemembered } from './remembered.ts';

/** Rows a page; the API gives no more than 200. */
export const pageSizes = [50, 100, 200] as const;
export type PageSize = (typeof pageSizes)[number];

export function usePageSize(): [PageSize, (size: PageSize) => void] {
  return useRemembered<PageSize>(
    'rows-a-page',
    (stored) => pageSizes.find((size) => String(size) === stored) ?? 50,
    String,
  );
}
