import { ConnectedApps } from '../connected-apps/connected-apps.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { useMay, useVisitor } from '../session/session.tsx';
import { SignInWays } from '../session/sign-in-ways.tsx';
import { ChangePassword } from './change-password.tsx';
import { LeaveOrganization } from './leave-organization.tsx';
import { OrganizationSettings } from './organization-settings.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { ScrapingSettings } from './scraping-settings.tsx';

export default function SettingsPage() {
  const manages = useMay('admin');
  const { session, person, organization } = useVisitor();
  // Others have them on the page of keys, which a viewer does not see.
  const isViewer = organization.role === 'viewer';
  return (
    <>
      <PageHeader title="Settings" lead="For this organization, and for your own account." />
      <div className="grid items-start gap-5 xl:grid-cols-2">
        {manages && <OrganizationSettings />}
        <ScrapingSettings />
        <SignInWays session={session} person={person} />
        <ChangePassword />
        <OwnSessions />
        {isViewer && <ConnectedApps />}
        <LeaveOrganization />
      </div>
    </>
  );
}
