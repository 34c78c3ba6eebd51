import type { ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand on the right. */
  numeric?: true;
  /** What the API sorts by for it. */
  sort?: string;
  /** Not shown until somebody chooses it. */
  extra?: true;
  /** Always shown: it names the row. */
  fixed?: true;
}

export interface Sorting {
  by: string;
  direction: 'asc' | 'desc';
}
