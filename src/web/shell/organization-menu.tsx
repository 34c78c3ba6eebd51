import { useQueryClient } from '@tanstack/react-query';
import { Building2, Check, ChevronsUpDown, LogOut, Monitor, Moon, Plus, Sun } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import { failureText } from '../api/problem.ts';
import { Avatar } from '../design/avatar.tsx';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../design/menu.tsx';
import { chooseTheme, themes, useTheme } from '../design/theme.ts';
import { announce } from '../design/toasts.tsx';
import { enterSession, useVisitor } from '../session/session.tsx';
import { signOut } from '../session/sign-out.ts';
import { NewOrganization } from './new-organization.tsx';

const themeFacts = {
  system: { title: 'Theme: as the system', icon: Monitor },
  light: { title: 'Theme: light', icon: Sun },
  dark: { title: 'Theme: dark', icon: Moon },
} as const;

/** The sidebar's foot: which organization this is, the others, the theme, the way out. */
export function OrganizationMenu() {
  const { session, person, organization } = useVisitor();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [making, setMaking] = useState(false);
  const theme = useTheme();
  const move = async (id: string) => {
    try {
      const { data } = await dashboard('POST', '/session/organization', { body: { organization_id: id } });
      // What is open belongs to the other organization.
      navigate('/');
      enterSession(client, data);
    } catch (error) {
      announce(failureText(error), 'bad');
    }
  };
  const mayMake = session.sign_up === 'open' || session.organizations.some(({ role }) => role === 'owner');
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <>
      <Menu
        align="start"
        side="top"
        trigger={
          <button
            type="button"
            className="flex w-full items-center gap-2.5 rounded-lg border border-line bg-surface p-2 text-left shadow-card hover:border-line-strong"
          >
            <Avatar name={organization.name} />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-sm font-medium">{organization.name}</span>
              <span className="block truncate text-xs text-muted">
                {person.name} · {organization.role}
              </span>
            </span>
            <ChevronsUpDown size={14} className="shrink-0 text-muted" aria-hidden />
            <span className="sr-only">Organization and account</span>
          </button>
        }
      >
        <MenuLabel>Organizations</MenuLabel>
        {session.organizations.map(({ id, name }) => (
          <MenuItem key={id} icon={id === organization.id ? Check : Building2} onSelect={() => void move(id)}>
            {name}
          </MenuItem>
        ))}
        {mayMake && (
          <MenuItem icon={Plus} onSelect={() => setMaking(true)}>
            New organization…
          </MenuItem>
        )}
        <MenuLine />
        <MenuItem icon={themeFacts[theme].icon} onSelect={() => chooseTheme(next)}>
          {themeFacts[theme].title}
        </MenuItem>
        <MenuLine />
        <MenuLabel>{person.email}</MenuLabel>
        <MenuItem icon={LogOut} onSelect={() => void signOut(client)}>
          Sign out
        </MenuItem>
      </Menu>
      {making && <NewOrganization onClose={() => setMaking(false)} />}
    </>
  );
}
