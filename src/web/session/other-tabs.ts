/** The same browser's other tabs of this dashboard: one session for them all. */
const tabs = new BroadcastChannel('creatoraudit.session');

/** Tells them that the session is another one now, or in another organization. What it is they ask the server. */
export function tellOtherTabs(): void {
  tabs.postMessage('changed');
}

export function onOtherTab(changed: () => void): void {
  tabs.addEventListener('message', changed);
}
