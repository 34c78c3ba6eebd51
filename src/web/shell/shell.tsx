import { Menu as MenuIcon } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { IconButton } from '../design/button.tsx';
import { Logo } from '../design/logo.tsx';
import { MenuLayer } from '../design/menu-layer.ts';
import { Toasts } from '../design/toasts.tsx';
import { QuickSearch } from '../quick-search/quick-search.tsx';
import { LostAddress } from '../session/lost-address.tsx';
import { useVisitor } from '../session/session.tsx';
import { Drawer } from './drawer.tsx';
import { Sidebar } from './sidebar.tsx';

/** What stands around every page. */
export function Shell({ children }: { children: ReactNode }) {
  const [main, setMain] = useState<HTMLElement | null>(null);
  const [over, setOver] = useState<'nothing' | 'menu' | 'search'>('nothing');
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      // Not above another dialog: what waits there for an answer stays in front.
      if (document.querySelector('dialog[open]') === null) setOver('search');
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const { person } = useVisitor();
  const close = () => setOver('nothing');
  return (
    <MenuLayer value={main}>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:left-3 focus:top-3"
      >
        Skip to content
      </a>
      <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
        <aside className="sticky top-0 hidden h-dvh border-r border-line lg:block">
          <Sidebar onSearch={() => setOver('search')} />
        </aside>
        <div className="min-w-0">
          <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b border-line bg-page px-3 lg:hidden">
            <IconButton label="Open menu" icon={MenuIcon} onClick={() => setOver('menu')} />
            <Logo />
          </header>
          <main
            ref={setMain}
            id="content"
            tabIndex={-1}
            className="mx-auto max-w-[84rem] px-4 py-6 outline-none sm:px-6 lg:px-8"
          >
            <LostAddress person={person} />
            {children}
          </main>
        </div>
      </div>
      {over === 'menu' && (
        <Drawer onClose={close}>
          <Sidebar onGo={close} onSearch={() => setOver('search')} />
        </Drawer>
      )}
      {over === 'search' && <QuickSearch onClose={close} />}
      <Toasts />
    </MenuLayer>
  );
}
