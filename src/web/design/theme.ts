import { useSyncExternalStore } from 'react';

/** `system` follows the machine. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storedUnder = 'creatoraudit.theme';
const listeners = new Set<() => void>();

function presentTheme(): Theme {
  const stored = localStorage.getItem(storedUnder);
  return themes.find((theme) => theme === stored) ?? 'system';
}

/** Remembers the choice on this machine and shows it at once. */
export function chooseTheme(theme: Theme): void {
  localStorage.setItem(storedUnder, theme);
  applyTheme();
  for (const listener of listeners) listener();
}

export function applyTheme(): void {
  const theme = presentTheme();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function useTheme(): Theme {
  return useSyncExternalStore((changed) => {
    listeners.add(changed);
    return () => listeners.delete(changed);
  }, presentTheme);
}

/** Calls back whenever the colours on the screen change: by choice, or because the machine turned dark. */
export function onColoursChanged(changed: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', changed);
  listeners.add(changed);
  return () => {
    dark.removeEventListener('change', changed);
    listeners.delete(changed);
  };
}
