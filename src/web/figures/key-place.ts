const places: Readonly<Record<string, string>> = {
  authorization: 'in the Authorization header',
  url: 'in the URL',
};

/** Where a key was sent, in words. */
export function placeText(place: string): string {
  return places[place] ?? `in the header ${place}`;
}
