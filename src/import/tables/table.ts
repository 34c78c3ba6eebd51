/** A table in a file: rows under the same names. Names of JSON are paths, and become known row by row. */
export interface Table {
  /** Counted from 0 in the file. */
  readonly index: number;
  /** The lines above its header, or its path in a JSON document. */
  readonly title: string;
  /** Names of columns; they grow while JSON is read. */
  readonly columns: readonly string[];
  /** What stands around it in a JSON document: the profile that posts belong to, when it was collected. */
  readonly around: ReadonlyMap<string, string>;
}

export interface Row {
  readonly table: Table;
  /** The line of the file on which it begins, or the place of its item, from 1. */
  readonly number: number;
  /** By the place of their columns; shorter where the last are missing. */
  readonly cells: readonly (string | undefined)[];
  /** More cells than the header has names, or fewer. */
  readonly isRagged: boolean;
  /** It as it stands in the file, for whoever has to mend it. */
  raw(): string;
}
