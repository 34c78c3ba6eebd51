import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type DashboardAnswer, dashboard } from '../api/dashboard.ts';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { Confirm } from '../design/confirm.tsx';
import { announce } from '../design/toasts.tsx';
import { When } from '../figures/when.tsx';

type Push = DashboardAnswer<'/pushes'>['data'][number];

const number = new Intl.NumberFormat('en-US');

/** What keys pushed, hour by hour; nothing where none ever did. */
export function PushesCard() {
  const [chosen, setChosen] = useState<Push | null>(null);
  const pushes = useQuery({
    queryKey: ['pushes'],
    queryFn: ({ signal }) => dashboard('GET', '/pushes', { signal }),
  });
  if (!pushes.isSuccess || pushes.data.data.length === 0) return null;
  return (
    <Card flush title="Pushed by keys">
      <ul className="divide-y divide-line">
        {pushes.data.data.map((push) => (
          <PushLine key={push.id} push={push} onTakeBack={() => setChosen(push)} />
        ))}
      </ul>
      {chosen !== null && <TakeBackPush push={chosen} onClose={() => setChosen(null)} />}
    </Card>
  );
}

function PushLine({ push, onTakeBack }: { push: Push; onTakeBack: () => void }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <div className="min-w-0 flex-1 basis-64">
        <p className="truncate font-medium">{keyName(push)}</p>
        <p className="text-muted">
          {number.format(push.observations)} observations of {number.format(push.accounts)} accounts ·{' '}
          <When at={push.last_at} />
        </p>
      </div>
      {push.leaps > 0 && <Badge tone="warn">{`${number.format(push.leaps)} leaps`}</Badge>}
      {push.state === 'withdrawn' ? (
        <Badge tone="plain">Taken back</Badge>
      ) : (
        <Button onClick={onTakeBack}>Take back</Button>
      )}
    </li>
  );
}

function TakeBackPush({ push, onClose }: { push: Push; onClose: () => void }) {
  const client = useQueryClient();
  const takeBack = async () => {
    await dashboard('DELETE', '/pushes/{push_id}', { params: { push_id: push.id } });
    announce('The push is taken back');
    await client.invalidateQueries();
  };
  return (
    <Confirm title="Take this push back?" verb="Take back" act={takeBack} onClose={onClose}>
      <p className="text-muted">
        All that {keyName(push)} told within that hour goes, with the accounts that came by it alone, and the days are
        made again. What others told stays.
      </p>
    </Confirm>
  );
}

function keyName({ key_name, key_id }: Push): string {
  return key_name ?? `a deleted key (${key_id})`;
}
