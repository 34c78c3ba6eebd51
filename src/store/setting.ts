/** `copiesIn`: the folder for the copy that is kept before a migration; none is kept where it is left out. */
export type StoreSetting = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string; copiesIn?: string };
