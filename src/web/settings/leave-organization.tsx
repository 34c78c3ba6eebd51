import { useState } from 'react';
import { useLocation } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import { Button } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { Confirm } from '../design/confirm.tsx';
import { useEnterSession, useVisitor } from '../session/session.tsx';

export function LeaveOrganization() {
  const { organization } = useVisitor();
  const enter = useEnterSession();
  const [, navigate] = useLocation();
  const [leaving, setLeaving] = useState(false);
  const leave = async () => {
    const { data } = await dashboard('POST', '/organization/leave', {});
    navigate('/');
    enter(data);
  };
  return (
    <Card title={`Leave ${organization.name}`}>
      <p className="mb-3 text-sm text-muted">You lose access at once; only an invitation brings you back.</p>
      <Button look="danger" onClick={() => setLeaving(true)}>
        Leave organization
      </Button>
      {leaving && (
        <Confirm
          title={`Leave ${organization.name}?`}
          verb="Leave organization"
          act={leave}
          onClose={() => setLeaving(false)}
        >
          <p className="text-muted">The last owner cannot leave. Keys that you made keep working.</p>
        </Confirm>
      )}
    </Card>
  );
}
