export interface Sort<Key extends string> {
  readonly key: Key;
  readonly direction: 'asc' | 'desc';
}

/** What a request says of its sort (contract §1, Sort). */
export interface SortRequest<Key extends string> {
  readonly order_by?: Key | undefined;
  readonly order_direction?: 'asc' | 'desc' | undefined;
  /** Legacy: `key` or `-key`. */
  readonly sort?: string | undefined;
}

/**
 * The sort that a request means. `order_by` wins over `sort`; the sign of `sort` is its direction, so `order_direction`
 * says nothing then. `standard` is what the list has without either; its direction is every key's default.
 */
export function resolveSort<Key extends string>(
  request: SortRequest<Key>,
  keys: readonly Key[],
  standard: Sort<Key>,
): Sort<Key> {
  const { order_by, order_direction, sort } = request;
  const legacy = order_by === undefined ? keys.find((key) => sort === key || sort === `-${key}`) : undefined;
  if (legacy !== undefined) return { key: legacy, direction: sort === legacy ? 'asc' : 'desc' };
  return { key: order_by ?? standard.key, direction: order_direction ?? standard.direction };
}
