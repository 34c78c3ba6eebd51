/** ISO 8601 of milliseconds since 1970, made once a millisecond: at thousands of lines a second most share one. */
export function createIsoTime(): (at: number) => string {
  let known = Number.NaN;
  let text = '';
  return (at) => {
    if (at !== known) {
      known = at;
      text = new Date(at).toISOString();
    }
    return text;
  };
}
