const BARE_KEY = /^[A-Za-z0-9_-]+$/;

/** A TOML basic string. JSON's escapes are all valid in it; DEL, which TOML forbids unescaped, cannot occur in our texts. */
export function tomlString(text: string): string {
  return JSON.stringify(text);
}

/** A TOML key: bare where that is allowed, quoted otherwise. */
export function tomlKey(text: string): string {
  return BARE_KEY.test(text) ? text : tomlString(text);
}
