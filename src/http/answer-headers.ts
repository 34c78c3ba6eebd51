/** Headers of an answer, as Node writes them. */
export type AnswerHeaders = Record<string, string | number>;
