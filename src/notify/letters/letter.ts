/** What a letter says, before it is text and HTML. Everything in it is plain text. */
export interface Letter {
  subject: string;
  paragraphs: readonly string[];
  /** What is to be done, as a link of ours. */
  action: { label: string; url: string } | null;
  /** Why it came, and what to do if it should not have. */
  foot: string;
}
