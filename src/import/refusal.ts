/** Why a file, or a part of it, is not taken: one sentence for people, which says what to pass or to do where something helps. */
export class Refusal extends Error {
  override name = 'Refusal';
}
