/** The columns of a row, from an object that says something of each: one that is left out does not compile. */
export function columnNames<Row extends object>(said: Readonly<Record<keyof Row & string, unknown>>) {
  return Object.keys(said).filter((name): name is keyof Row & string => Object.hasOwn(said, name));
}
