import type { Role } from '../api/resources.ts';

/** One line on each role, the widest first. */
export const roleMeanings: readonly { role: Role; title: string; text: string }[] = [
  { role: 'owner', title: 'Owner', text: 'Everything, owners included.' },
  { role: 'admin', title: 'Admin', text: 'Also keys, members and settings.' },
  { role: 'member', title: 'Member', text: 'Also tracks, changes and deletes; sees masked keys.' },
  { role: 'viewer', title: 'Viewer', text: 'Looks at the numbers.' },
];
