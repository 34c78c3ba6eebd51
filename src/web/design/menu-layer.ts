import { createContext } from 'react';

/**
 * Where a menu is put: the main part of the page, so that no text stands outside of the landmarks, or the open modal
 * around the menu's button, as everything outside of a modal is inert.
 */
export const MenuLayer = createContext<HTMLElement | null>(null);
