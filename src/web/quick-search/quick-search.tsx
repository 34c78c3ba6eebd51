import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { AtSign, CornerDownLeft, Film, Search, UsersRound } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { atLeast } from '../../dashboard/contract/route.ts';
import type { Role, SearchResults } from '../api/resources.ts';
import { v2 } from '../api/v2.ts';
import { classNames } from '../design/class-names.ts';
import { platformNames } from '../figures/platform.tsx';
import { navigation } from '../navigation.ts';
import { useVisitor } from '../session/session.tsx';
import { useSettled } from './use-settled.ts';

interface Hit {
  href: string;
  title: string;
  about: string;
  icon: typeof Search;
}

/** ⌘K: pages, accounts, creators and captions, all by the keyboard (a combobox with a list of options). */
export function QuickSearch({ onClose }: { onClose: () => void }) {
  const { organization } = useVisitor();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useId();
  const q = useSettled(text.trim());
  const found = useQuery({
    queryKey: ['search', q],
    queryFn: async ({ signal }) => (await v2('GET', '/search', { query: { q, limit: 6 }, signal })).data,
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const hits = [
    ...pageHits(text, organization.role),
    ...(q === '' || found.data === undefined ? [] : hitsOf(found.data)),
  ];
  const active = Math.min(at, hits.length - 1);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const go = (hit: Hit | undefined) => {
    if (hit === undefined) return;
    onClose();
    navigate(hit.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(active + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0));
    else if (event.key === 'Enter') go(hits[active]);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      aria-label="Quick search"
      closedby="any"
      onClose={onClose}
      className="mx-auto mt-[12dvh] w-[calc(100%-2rem)] max-w-xl overflow-hidden rounded-xl border border-line bg-raised p-0 shadow-float"
    >
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search size={16} className="text-muted" aria-hidden />
        <input
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={list}
          aria-activedescendant={hits.length > 0 ? `${list}-${active}` : undefined}
          aria-label="Search accounts, creators, captions and pages"
          placeholder="Search accounts, creators, captions, pages…"
          className="h-12 w-full bg-transparent text-base outline-none placeholder:text-muted"
          maxLength={128}
          value={text}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
        />
      </div>
      <div id={list} role="listbox" aria-label="Results" className="max-h-[50dvh] overflow-y-auto p-1.5">
        {hits.map((hit, index) => (
          <Option key={hit.href} id={`${list}-${index}`} hit={hit} active={index === active} onChoose={() => go(hit)} />
        ))}
      </div>
      {hits.length === 0 && (
        <p role="status" className="px-4 pb-5 pt-3 text-center text-sm text-muted">
          {found.isFetching ? 'Searching…' : 'Nothing found.'}
        </p>
      )}
    </dialog>
  );
}

function Option({ id, hit, active, onChoose }: { id: string; hit: Hit; active: boolean; onChoose: () => void }) {
  const Icon = hit.icon;
  return (
    // The focus stays in the field, which has the keys: an option is chosen with Enter there.
    <button
      type="button"
      tabIndex={-1}
      id={id}
      role="option"
      aria-selected={active}
      ref={(element) => {
        if (active) element?.scrollIntoView({ block: 'nearest' });
      }}
      onClick={onChoose}
      className={classNames(
        'flex w-full items-center gap-3 rounded-md px-2.5 py-2 text-left',
        active && 'bg-accent-soft',
      )}
    >
      <Icon size={15} className="shrink-0 text-muted" aria-hidden />
      <span className="min-w-0 flex-1 truncate text-sm">{hit.title}</span>
      <span className="shrink-0 text-xs text-muted">{hit.about}</span>
      {active && <CornerDownLeft size={13} className="text-muted" aria-hidden />}
    </button>
  );
}

function pageHits(text: string, role: Role): readonly Hit[] {
  const wanted = text.trim().toLowerCase();
  return navigation
    .flatMap(({ items }) => items)
    .filter((item) => atLeast(role, item.role) && item.title.toLowerCase().includes(wanted))
    .map(({ href, title, icon }) => ({ href, title, icon, about: 'Page' }));
}

function hitsOf({ accounts, creators, videos }: SearchResults): readonly Hit[] {
  return [
    ...accounts.map(({ id, username, platform }) => ({
      href: `/accounts/${id}`,
      title: `@${username}`,
      about: platformNames[platform],
      icon: AtSign,
    })),
    ...creators.map(({ id, name }) => ({ href: `/creators/${id}`, title: name, about: 'Creator', icon: UsersRound })),
    ...videos.map(({ id, platform, caption, account_username }) => ({
      href: `/account-videos/${platform}/${id}`,
      title: caption ?? 'Without a caption',
      about: `@${account_username}`,
      icon: Film,
    })),
  ];
}
