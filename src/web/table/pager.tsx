import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from '../design/button.tsx';
import { full } from '../figures/format.ts';
import type { KeysetPages } from './keyset-pages.ts';
import { type PageSize, pageSizes } from './page-size.ts';

/** Which rows these are, how many a page has, and the way on and back. */
export function Pager<Row>({
  pages: { rows, first, total, onNext, onPrevious, query },
  size,
  onSize,
}: {
  pages: KeysetPages<Row>;
  size: PageSize;
  onSize: (size: PageSize) => void;
}) {
  const last = first + rows.length - 1;
  return (
    <nav
      aria-label="Pages"
      className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-2.5"
    >
      <p className="text-sm text-muted" aria-live="polite">
        {rows.length === 0 ? 'No rows' : `${full(first)}–${full(last)}${total === null ? '' : ` of ${full(total)}`}`}
      </p>
      <div className="flex items-center gap-2">
        <select
          aria-label="Rows a page"
          className="control"
          value={size}
          onChange={({ currentTarget: { value } }) =>
            onSize(pageSizes.find((candidate) => String(candidate) === value) ?? size)
          }
        >
          {pageSizes.map((rowsAPage) => (
            <option key={rowsAPage} value={rowsAPage}>
              {rowsAPage} rows
            </option>
          ))}
        </select>
        <Button
          icon={ChevronLeft}
          disabled={onPrevious === null || query.isPlaceholderData}
          onClick={() => onPrevious?.()}
        >
          Previous
        </Button>
        <Button icon={ChevronRight} disabled={onNext === null || query.isPlaceholderData} onClick={() => onNext?.()}>
          Next
        </Button>
      </div>
    </nav>
  );
}
