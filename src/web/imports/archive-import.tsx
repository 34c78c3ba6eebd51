import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { dashboardApiBase } from '../../dashboard/contract/route.ts';
import type { DashboardRoutes } from '../../dashboard/contract/routes.ts';
import { type DashboardAnswer, dashboard } from '../api/dashboard.ts';
import { failureText } from '../api/problem.ts';
import { download } from '../api/request.ts';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { announce } from '../design/toasts.tsx';
import { saveFile } from '../export/save-file.ts';
import { full } from '../figures/format.ts';
import { When } from '../figures/when.tsx';
import { type BeforeShown, BeforeShownView } from './before-shown.tsx';
import { sendFile } from './send-file.ts';

type Preview = z.output<DashboardRoutes['preview_archive']['answers'][200]>['data'];
type Outcome = DashboardAnswer<'/archive/{upload_id}'>['data'];

type Step =
  | BeforeShown
  | { kind: 'shown'; preview: Preview }
  | { kind: 'importing' }
  | { kind: 'over'; outcome: Outcome };

const lookedAtMs = 1_000;

/** One archive, from its first byte to what came of it. Nothing is stored before somebody has seen what it holds. */
export function ArchiveImport({ file, onClose }: { file: File; onClose: () => void }) {
  const [step, setStep] = useState<Step>({ kind: 'sending', share: 0 });
  const upload = useRef('');
  const client = useQueryClient();
  const fail = (error: unknown) => setStep({ kind: 'failed', why: failureText(error) });

  useEffect(() => {
    const control = new AbortController();
    const { signal } = control;
    const look = async () => {
      upload.current = await sendFile(file, (share) => setStep({ kind: 'sending', share }), signal);
      setStep({ kind: 'reading' });
      const body = { upload_id: upload.current };
      setStep({ kind: 'shown', preview: (await dashboard('POST', '/archive/previews', { body, signal })).data });
    };
    look().catch((error: unknown) => {
      if (!signal.aborted) setStep({ kind: 'failed', why: failureText(error) });
    });
    return () => control.abort();
  }, [file]);

  const bringIn = async () => {
    setStep({ kind: 'importing' });
    const params = { upload_id: upload.current };
    let { data: outcome } = await dashboard('POST', '/archive', { body: params });
    while (outcome.state === 'running' || outcome.state === 'waiting') {
      await new Promise((resolve) => setTimeout(resolve, lookedAtMs));
      outcome = (await dashboard('GET', '/archive/{upload_id}', { params })).data;
    }
    setStep({ kind: 'over', outcome });
    await client.invalidateQueries();
  };

  return (
    <section aria-label={file.name} className="space-y-3 rounded-lg border border-line p-3">
      <p className="font-medium">{file.name}</p>
      <StepView step={step} upload={upload.current} />
      <div className="flex gap-2">
        {step.kind === 'shown' && step.preview.refusal === null && (
          <Button look="primary" onClick={() => void bringIn().catch(fail)}>
            Take it in
          </Button>
        )}
        <Button onClick={onClose}>Close</Button>
      </div>
    </section>
  );
}

function StepView({ step, upload }: { step: Step; upload: string }) {
  switch (step.kind) {
    case 'sending':
    case 'reading':
    case 'failed':
      return <BeforeShownView step={step} />;
    case 'importing':
      return <p role="status">Taking it in… whole or not at all.</p>;
    case 'shown':
      return <Contents preview={step.preview} />;
    case 'over':
      return <Over outcome={step.outcome} upload={upload} />;
  }
}

const shownRows: readonly (readonly [string, string])[] = [
  ['accounts', 'accounts'],
  ['creators', 'creators'],
  ['account_videos', 'posts'],
  ['videos', 'tracked videos'],
  ['post_levels', 'levels of posts'],
  ['account_looks', 'looks at accounts'],
  ['imports', 'imports'],
];

function Contents({ preview }: { preview: Preview }) {
  const held = shownRows.flatMap(([table, what]) => {
    const rows = preview.rows[table];
    return rows === undefined ? [] : [`${full(rows)} ${what}`];
  });
  return (
    <>
      <p>
        “{preview.organization_name}”, written <When at={preview.created_at} />: {held.join(', ') || 'nothing'}.
      </p>
      {preview.refusal === null ? (
        <p className="text-muted">Its name and settings take the place of those here.</p>
      ) : (
        <Notice tone="bad">{preview.refusal}</Notice>
      )}
    </>
  );
}

function Over({ outcome, upload }: { outcome: Outcome; upload: string }) {
  const { state, rows, changed_ids, reason } = outcome;
  if (state !== 'done') {
    return (
      <Notice tone="bad">{reason ?? 'The server ended while it took the archive in: nothing of it is in.'}</Notice>
    );
  }
  const changed = changed_ids ?? 0;
  return (
    <Notice
      tone="good"
      action={changed > 0 ? <Button onClick={() => void saveIds(upload)}>Save the table</Button> : null}
    >
      {full(rows ?? 0)} rows are in.{' '}
      {changed > 0 ? `${full(changed)} ids were taken and are others here.` : 'Every id is kept.'}
    </Notice>
  );
}

async function saveIds(upload: string): Promise<void> {
  try {
    saveFile('ids.csv', await download(`${dashboardApiBase}/archive/${upload}/ids`, { accept: 'text/csv' }));
  } catch (error) {
    announce(failureText(error), 'bad');
  }
}
