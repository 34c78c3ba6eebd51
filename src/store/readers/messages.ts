/** What a reader tells the process that started it. Rows come in pieces, so that none takes long to parse. */
export type Told =
  | { readonly kind: 'ready' }
  | { readonly kind: 'rows'; readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] }
  | { readonly kind: 'done' }
  | { readonly kind: 'too large' }
  /** The driver's error. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };
