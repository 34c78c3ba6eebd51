import {
  AtSign,
  ChartLine,
  Clapperboard,
  FileUp,
  Film,
  Gauge,
  KeyRound,
  type LucideIcon,
  ScrollText,
  Settings,
  Users,
  UsersRound,
} from 'lucide-react';
import type { Role } from './api/resources.ts';

interface NavigationItem {
  href: `/${string}`;
  title: string;
  icon: LucideIcon;
  /** Whoever is less does not see it. */
  role: Role;
}

export interface NavigationGroup {
  title: string;
  items: readonly NavigationItem[];
}

/** The sidebar (contract §5), and what quick search finds among pages. */
export const navigation: readonly NavigationGroup[] = [
  {
    title: 'Tracking',
    items: [
      { href: '/', title: 'Overview', icon: ChartLine, role: 'viewer' },
      { href: '/accounts', title: 'Accounts', icon: AtSign, role: 'viewer' },
      { href: '/creators', title: 'Creators', icon: UsersRound, role: 'viewer' },
      { href: '/account-videos', title: 'Account videos', icon: Film, role: 'viewer' },
      { href: '/videos', title: 'Individual videos', icon: Clapperboard, role: 'viewer' },
    ],
  },
  {
    title: 'Tools',
    items: [
      { href: '/api-keys', title: 'API keys', icon: KeyRound, role: 'member' },
      { href: '/usage', title: 'Usage', icon: Gauge, role: 'member' },
      { href: '/members', title: 'Members', icon: Users, role: 'member' },
      { href: '/imports', title: 'Imports', icon: FileUp, role: 'admin' },
      { href: '/audit', title: 'Audit log', icon: ScrollText, role: 'admin' },
      { href: '/settings', title: 'Settings', icon: Settings, role: 'viewer' },
    ],
  },
];

/** Whether a path is this page or one below it. */
export function isPresent(href: string, path: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}
