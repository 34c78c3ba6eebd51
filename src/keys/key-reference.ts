/** A key as named from outside; every query carries both ids. */
export interface KeyReference {
  organizationId: string;
  keyId: string;
  /** Who changes it, for the audit trail: a person's id, or a program's name (`cli` where left out). */
  by?: string;
}
