/** What stands in front of every path of the page: the server writes it into the index (a path of PUBLIC_URL). */
export const basePath = document.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content ?? '';
