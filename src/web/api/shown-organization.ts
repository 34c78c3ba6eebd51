let shown: string | null = null;

/** The organization that the page shows: every request names it, so that none acts in another one. */
export function shownOrganization(): string | null {
  return shown;
}

export function nameInRequests(organizationId: string | null): void {
  shown = organizationId;
}
