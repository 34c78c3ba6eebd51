import { useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { Confirm } from '../design/confirm.tsx';
import type { Tone } from '../design/notice.tsx';
import { EmptyState } from '../design/states.tsx';
import { announce } from '../design/toasts.tsx';
import { saveFile } from '../export/save-file.ts';
import { When } from '../figures/when.tsx';
import type { ShownImport } from './import-types.ts';

const number = new Intl.NumberFormat('en-US');

const states: Readonly<Record<ShownImport['state'], { word: string; tone: Tone | 'plain' }>> = {
  staging: { word: 'Being read', tone: 'info' },
  staged: { word: 'Waits', tone: 'info' },
  applying: { word: 'Going in', tone: 'info' },
  applied: { word: 'In', tone: 'good' },
  withdrawing: { word: 'Being taken back', tone: 'warn' },
  withdrawn: { word: 'Taken back', tone: 'plain' },
  refused: { word: 'Refused', tone: 'bad' },
};

/** The imports, newest first. */
export function ImportsList({ imports }: { imports: readonly ShownImport[] }) {
  const [chosen, setChosen] = useState<ShownImport | null>(null);
  if (imports.length === 0) {
    return (
      <EmptyState icon={FileUp} title="Nothing imported yet">
        Files that are brought in are listed here, and can be taken back.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line">
        {imports.map((one) => (
          <ImportLine key={one.id} one={one} onTakeBack={() => setChosen(one)} />
        ))}
      </ul>
      {chosen !== null && <TakeBack one={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

function ImportLine({ one, onTakeBack }: { one: ShownImport; onTakeBack: () => void }) {
  const { word, tone } = states[one.state];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <div className="min-w-0 flex-1 basis-64">
        <p className="truncate font-medium">{one.name}</p>
        <p className="text-muted">
          {one.recognised} · {number.format(one.rows)} rows · <When at={one.created_at} />
        </p>
        {one.reason !== null && <p className="text-bad">{one.reason}</p>}
        {one.progress !== null && <Bar progress={one.progress} />}
      </div>
      <Badge tone={tone}>{word}</Badge>
      {one.rejected > 0 && (
        <Button onClick={() => void saveRejects(one)}>{number.format(one.rejected)} rejected</Button>
      )}
      {one.state === 'applied' && <Button onClick={onTakeBack}>Take back</Button>}
    </li>
  );
}

function Bar({ progress }: { progress: NonNullable<ShownImport['progress']> }) {
  const percent = Math.round(progress.share * 100);
  return (
    <p className="mt-1 flex items-center gap-2">
      <progress max={100} value={percent} aria-label="Progress" />
      <span className="text-muted">
        {percent} %{progress.seconds_left !== null && `, ${number.format(progress.seconds_left)} s left`}
      </span>
    </p>
  );
}

/** Hands the rejected lines to the person as a file. */
async function saveRejects({ id, name }: ShownImport): Promise<void> {
  const { csv } = (await dashboard('GET', '/imports/{import_id}/rejects', { params: { import_id: id } })).data;
  saveFile(`rejects of ${name}.csv`, new Blob([csv], { type: 'text/csv;charset=utf-8' }));
}

function TakeBack({ one, onClose }: { one: ShownImport; onClose: () => void }) {
  const client = useQueryClient();
  const takeBack = async () => {
    await dashboard('DELETE', '/imports/{import_id}', { params: { import_id: one.id } });
    announce(`“${one.name}” is taken back`);
    await client.invalidateQueries();
  };
  return (
    <Confirm title={`Take “${one.name}” back?`} verb="Take back" act={takeBack} onClose={onClose}>
      <p className="text-muted">
        All that it told goes, with the accounts that came by it alone, and the days are made again. What other imports
        or refreshes told stays.
      </p>
    </Confirm>
  );
}
