import { createContext } from 'react';

/**
 * The open modal around a part of the page, if there is one: whatever that part opens (a menu) must be put into it, as
 * everything outside of a modal is inert.
 */
export const ModalLayer = createContext<HTMLElement | null>(null);
