import { Compass } from 'lucide-react';
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import type { Role } from './api/resources.ts';
import { buttonClasses } from './design/button.tsx';
import { EmptyState, LoadingLines } from './design/states.tsx';
import { useMay } from './session/session.tsx';
import { FailureBoundary } from './shell/failure-boundary.tsx';

/** Each page is loaded when it is first opened. */
const Overview = lazy(() => import('./overview/overview-page.tsx'));
const ApiKeys = lazy(() => import('./api-keys/api-keys-page.tsx'));

/** Every page inside the shell, by its address. */
export function Pages() {
  const [path] = useLocation();
  return (
    <FailureBoundary key={path}>
      <Suspense fallback={<LoadingLines />}>
        <Switch>
          <Route path="/" component={Overview} />
          <Route path="/api-keys">{only('member', ApiKeys)}</Route>
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
  );
}
