/** One reading statement that may take long, with the values of its parameters. */
export interface HeavyRead {
  readonly sql: string;
  readonly parameters: readonly (string | number | null)[];
}
/** Runs a long read of one organization away from the thread that answers. Throws ReadTooLong at the deadline. */
export type ReadHeavy = (
  organizationId: string,
  read: HeavyRead,
) => Promise<readonly Readonly<Record<string, unknown>>[]>;
