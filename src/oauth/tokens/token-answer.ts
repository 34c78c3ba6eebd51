/** What `/token` answers with (RFC 6749 §5.1). */
export type TokenAnswer = Readonly<Record<string, unknown>>;
