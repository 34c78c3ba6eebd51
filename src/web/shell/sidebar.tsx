import { Search } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { atLeast } from '../../dashboard/contract/route.ts';
import { classNames } from '../design/class-names.ts';
import { Logo } from '../design/logo.tsx';
import { isPresent, navigation } from '../navigation.ts';
import { useVisitor } from '../session/session.tsx';
import { OrganizationMenu } from './organization-menu.tsx';
import { SampleBadge } from './sample-badge.tsx';

/** The way around; in a drawer on narrow screens. `onGo` is called when somebody has chosen. */
export function Sidebar({ onGo, onSearch }: { onGo?: () => void; onSearch: () => void }) {
  const { organization } = useVisitor();
  return (
    <div className="flex h-full flex-col gap-4 px-3 py-4">
      <div className="px-2">
        <Logo />
      </div>
      <button
        type="button"
        onClick={onSearch}
        className="flex h-8 items-center gap-2 rounded-[7px] border border-line bg-surface px-2.5 text-sm text-muted shadow-card hover:border-line-strong hover:text-text"
      >
        <Search size={14} aria-hidden />
        <span className="flex-1 text-left">Quick search</span>
        <kbd aria-hidden className="rounded border border-line bg-sunken px-1 font-sans text-xs">
          {modifier} K
        </kbd>
      </button>
      <nav aria-label="Main" className="flex-1 space-y-5 overflow-y-auto">
        {navigation.map(({ title, items }) => (
          <div key={title}>
            <h2 className="px-2 pb-1 text-xs font-medium text-muted">{title}</h2>
            <ul className="space-y-px">
              {items
                .filter(({ role }) => atLeast(organization.role, role))
                .map((item) => (
                  <li key={item.href}>
                    <SidebarLink {...item} onGo={onGo} />
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </nav>
      {organization.holds_sample_data && <SampleBadge />}
      <OrganizationMenu />
    </div>
  );
}

const modifier = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl';

function SidebarLink({
  href,
  title,
  icon: Icon,
  onGo,
}: (typeof navigation)[number]['items'][number] & { onGo: (() => void) | undefined }) {
  const [path] = useLocation();
  const present = isPresent(href, path);
  return (
    <Link
      href={href}
      aria-current={present ? 'page' : undefined}
      onClick={() => onGo?.()}
      className={classNames(
        'flex h-8 items-center gap-2.5 rounded-[7px] px-2 text-sm',
        present ? 'bg-accent-soft font-medium text-accent-text' : 'text-muted hover:bg-sunken hover:text-text',
      )}
    >
      <Icon size={15} aria-hidden />
      {title}
    </Link>
  );
}
