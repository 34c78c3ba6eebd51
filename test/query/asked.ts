/** A request of the query, as tests write and generate it. */
export interface Asked {
  readonly of: 'gains' | 'posts';
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  readonly date_range: readonly [string, string];
  readonly compare?: readonly [string, string] | undefined;
  readonly filters: readonly unknown[];
  readonly order_by: readonly (readonly [string, 'asc' | 'desc'])[];
  readonly time_zone: string;
  readonly limit: number;
}

export type Value = string | number | null;
