/** Things whose ids the installation gives: an archive's are kept where they are free. */
export type IdKind = 'creator' | 'account' | 'video' | 'post' | 'import' | 'origin';

type PlainKind = 'text' | 'instant' | 'day' | 'integer' | 'number' | 'flag' | 'texts' | 'object' | 'numbers';

/**
 * What a column holds, so that an archive that somebody wrote himself brings in nothing that the program would not have
 * written. `own`: the row's own id; `refer`: that of a row which came before; `refer or gone`: of one that may be there no
 * more, which is null then; `organization`: of the organization itself.
 */
export type ColumnKind =
  | { readonly kind: PlainKind }
  | { readonly kind: 'own' | 'refer' | 'refer or empty' | 'refer or gone'; readonly of: IdKind }
  | { readonly kind: 'organization' };

/** Whether null is taken. */
export type ArchivedColumn = ColumnKind & { readonly isNullable: boolean };

function plain<const Kind extends PlainKind>(kind: Kind) {
  return { kind, isNullable: false } as const;
}

export const text = plain('text');
export const instant = plain('instant');
export const day = plain('day');
export const integer = plain('integer');
export const number = plain('number');
export const flag = plain('flag');
/** JSON: an object of texts. */
export const texts = plain('texts');
/** JSON: any object. */
export const object = plain('object');
/** JSON: an object of numbers. */
export const numbers = plain('numbers');
export const organization = { kind: 'organization', isNullable: false } as const;
export const own = (of: IdKind) => ({ kind: 'own', of, isNullable: false }) as const;
export const refer = (of: IdKind) => ({ kind: 'refer', of, isNullable: false }) as const;

/** For columns that are empty where nothing is referred to. */
export const referOrEmpty = (of: IdKind) => ({ kind: 'refer or empty', of, isNullable: false }) as const;

/** For what is remembered of a thing that may have been deleted since. */
export const referOrGone = (of: IdKind) => ({ kind: 'refer or gone', of, isNullable: true }) as const;

export function orNull<const C extends ColumnKind>(column: C): C & { readonly isNullable: true } {
  return { ...column, isNullable: true };
}
