/** An argument of a command: text, or text that ends in the value of an environment variable that the shell fills in. */
export type Argument = string | { readonly text: string; readonly variable: string };

/** A word that every shell and every program's argument parser takes as it is. */
export const PLAIN_WORD = /^[A-Za-z0-9_./-]+$/;
