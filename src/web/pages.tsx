import { Compass } from 'lucide-react';
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import type { Role } from './api/resources.ts';
import { buttonClasses } from './design/button.tsx';
import { PageHeader } from './design/page-header.tsx';
import { EmptyState, LoadingLines } from './design/states.tsx';
import { useMay } from './session/session.tsx';
import { FailureBoundary } from './shell/failure-boundary.tsx';

/** Each page is loaded when it is first opened. */
const Overview = lazy(() => import('./overview/overview-page.tsx'));
const Accounts = lazy(() => import('./accounts/accounts-page.tsx'));
const Account = lazy(() => import('./accounts/account-page.tsx'));
const Creators = lazy(() => import('./creators/creators-page.tsx'));
const Creator = lazy(() => import('./creators/creator-page.tsx'));
const AccountVideos = lazy(() => import('./account-videos/account-videos-page.tsx'));
const AccountVideo = lazy(() => import('./account-videos/account-video-page.tsx'));
const Videos = lazy(() => import('./videos/videos-page.tsx'));
const Video = lazy(() => import('./videos/video-page.tsx'));
const ApiKeys = lazy(() => import('./api-keys/api-keys-page.tsx'));
const Usage = lazy(() => import('./usage/usage-page.tsx'));
const Members = lazy(() => import('./members/members-page.tsx'));
const Imports = lazy(() => import('./imports/imports-page.tsx'));
const ExportLink = lazy(() => import('./export/link-page.tsx'));
const Audit = lazy(() => import('./audit/audit-page.tsx'));
const Settings = lazy(() => import('./settings/settings-page.tsx'));

/** Every page inside the shell, by its address. */
export function Pages() {
  const [path] = useLocation();
  return (
    <FailureBoundary key={path}>
      <Suspense fallback={<LoadingLines />}>
        <Switch>
          <Route path="/" component={Overview} />
          <Route path="/accounts" component={Accounts} />
          <Route path="/accounts/:id" component={Account} />
          <Route path="/creators" component={Creators} />
          <Route path="/creators/:id" component={Creator} />
          <Route path="/account-videos" component={AccountVideos} />
          <Route path="/account-videos/:platform/:id" component={AccountVideo} />
          <Route path="/videos" component={Videos} />
          <Route path="/videos/:id" component={Video} />
          <Route path="/api-keys">{only('member', ApiKeys)}</Route>
          <Route path="/usage">{only('member', Usage)}</Route>
          <Route path="/members">{only('member', Members)}</Route>
          <Route path="/imports">{only('admin', Imports)}</Route>
          <Route path="/exports/:token" component={ExportLink} />
          <Route path="/audit">{only('admin', Audit)}</Route>
          <Route path="/settings" component={Settings} />
          <Route>
            <NothingHere />
          </Route>
        </Switch>
      </Suspense>
    </FailureBoundary>
  );
}

function only(role: Role, Page: ComponentType): ReactNode {
  return <Only role={role} page={Page} />;
}

/** Whoever may not see a page is not told more than that it is not there for them. */
function Only({ role, page: Page }: { role: Role; page: ComponentType }) {
  return useMay(role) ? <Page /> : <NothingHere />;
}

function NothingHere() {
  return (
    <>
      <PageHeader title="Not here" />
      <EmptyState
        icon={Compass}
        title="There is nothing here for you"
        action={
          <Link href="/" className={buttonClasses('secondary')}>
            To the overview
          </Link>
        }
      >
        The page does not exist, or your role in this organization does not include it.
      </EmptyState>
    </>
  );
}
