/** How passwords are kept. Slow on purpose, so tests that sign in thousands of people pass in a cheap one. */
export interface PasswordHash {
  hash: (password: string) => Promise<string>;
  verify: (given: { hash: string; password: string }) => Promise<boolean>;
}
