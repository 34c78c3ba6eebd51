/** Base64 of the text's UTF-8 bytes: `btoa` alone refuses everything beyond Latin-1. */
export function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
