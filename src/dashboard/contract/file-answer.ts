import { z } from 'zod';

/** An answer that is a file, and not JSON: its content comes piece by piece. */
export class FileAnswer {
  readonly name: string;
  readonly contentType: string;
  readonly content: AsyncIterable<Uint8Array>;

  constructor(name: string, contentType: string, content: AsyncIterable<Uint8Array>) {
    this.name = name;
    this.contentType = contentType;
    this.content = content;
  }
}

export const fileAnswer = z.instanceof(FileAnswer);
