const name = 'creatoraudit:return-address';

/** Remembers, in this tab, where to go after a sign-in at a provider, which sends everybody back to the start page. */
export function rememberReturnAddress(address: string): void {
  sessionStorage.setItem(name, address);
}

/** Where the tab was to go on, once: null where nothing is remembered. */
export function takeReturnAddress(): string | null {
  const address = sessionStorage.getItem(name);
  sessionStorage.removeItem(name);
  // A path of ours: whatever else got in there leads nowhere.
  return address?.startsWith('/') === true && !address.startsWith('//') ? address : null;
}
