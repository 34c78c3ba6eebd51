const mb = 1_048_576;

/** What one import may take: whatever it holds, memory stays below 256 MB and nobody waits for ever. */
export interface Limits {
  /** Of a file as it is given. */
  readonly fileBytes: number;
  /** Of a file as it is read, after unpacking. */
  readonly unpackedBytes: number;
  /** Unpacked bytes to packed ones; texts that people export reach 30. */
  readonly ratio: number;
  /** Below so many unpacked bytes no ratio is a danger. */
  readonly ratioFrom: number;
  readonly entries: number;
  /** Characters of a line, or of one item of JSON. */
  readonly record: number;
  /** Characters of a JSON document that is no list. */
  readonly document: number;
  readonly cell: number;
  readonly columns: number;
  /** Tables in a file. */
  readonly parts: number;
}

export const limits: Limits = {
  fileBytes: 1_024 * mb,
  unpackedBytes: 4_096 * mb,
  ratio: 200,
  ratioFrom: 16 * mb,
  entries: 200,
  record: mb,
  document: 8 * mb,
  cell: 65_536,
  columns: 1_000,
  parts: 50,
};
