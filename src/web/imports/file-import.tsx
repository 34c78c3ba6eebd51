import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import { failureText } from '../api/problem.ts';
import { Button } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { type BeforeShown, BeforeShownView } from './before-shown.tsx';
import type { Outcome, Said } from './import-types.ts';
import { OutcomeView } from './outcome-view.tsx';
import { QuestionFields } from './question-fields.tsx';
import { sendFile } from './send-file.ts';

type Step =
  | BeforeShown
  | { kind: 'shown'; outcomes: readonly Outcome[] }
  | { kind: 'importing'; outcomes: readonly Outcome[] }
  | { kind: 'done'; outcomes: readonly Outcome[] };

/** One chosen file, from its first byte to what came of it. Nothing is stored before somebody has seen what it is. */
export function FileImport({ file, onClose }: { file: File; onClose: () => void }) {
  const [step, setStep] = useState<Step>({ kind: 'sending', share: 0 });
  const [said, setSaid] = useState<Said>({});
  const upload = useRef<string | null>(null);
  const client = useQueryClient();

  const fail = (error: unknown) => setStep({ kind: 'failed', why: failureText(error) });
  const preview = async (answers: Said) => {
    if (upload.current === null) return;
    setStep({ kind: 'reading' });
    const body = { upload_id: upload.current, said: answers };
    setStep({ kind: 'shown', outcomes: (await dashboard('POST', '/imports/previews', { body })).data });
  };
  const bringIn = async (outcomes: readonly Outcome[]) => {
    if (upload.current === null) return;
    setStep({ kind: 'importing', outcomes });
    const { data } = await dashboard('POST', '/imports', { body: { upload_id: upload.current, said } });
    setStep({ kind: 'done', outcomes: data });
    await client.invalidateQueries();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a file is sent once, when it was chosen.
  useEffect(() => {
    const control = new AbortController();
    sendFile(file, (share) => setStep({ kind: 'sending', share }), control.signal)
      .then(async (id) => {
        upload.current = id;
        await preview({});
      })
      .catch((error: unknown) => {
        if (!control.signal.aborted) fail(error);
      });
    return () => control.abort();
  }, [file]);

  return (
    <Card title={file.name} actions={<Button onClick={onClose}>Close</Button>}>
      <div className="space-y-4">
        <StepView step={step} />
        {step.kind === 'shown' && (
          <Next
            outcomes={step.outcomes}
            said={said}
            onSaid={setSaid}
            onAsk={() => void preview(said).catch(fail)}
            onImport={() => void bringIn(step.outcomes).catch(fail)}
          />
        )}
      </div>
    </Card>
  );
}

function StepView({ step }: { step: Step }) {
  switch (step.kind) {
    case 'sending':
    case 'reading':
    case 'failed':
      return <BeforeShownView step={step} />;
    case 'importing':
      return <p role="status">Importing… The list below says how far it is.</p>;
    case 'done':
      return step.outcomes.length === 0 ? (
        <p role="status">It goes on in the background: the list below says how far it is.</p>
      ) : (
        <Outcomes outcomes={step.outcomes} />
      );
    case 'shown':
      return <Outcomes outcomes={step.outcomes} />;
  }
}

function Outcomes({ outcomes }: { outcomes: readonly Outcome[] }) {
  return outcomes.map((outcome) => <OutcomeView key={outcome.name} outcome={outcome} />);
}

/** What can be done with a file that was looked at. */
function Next({
  outcomes,
  said,
  onSaid,
  onAsk,
  onImport,
}: {
  outcomes: readonly Outcome[];
  said: Said;
  onSaid: (said: Said) => void;
  onAsk: () => void;
  onImport: () => void;
}) {
  const questions = new Map(outcomes.flatMap((outcome) => outcome.questions.map((asked) => [asked.field, asked])));
  if (questions.size > 0) {
    return (
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          onAsk();
        }}
      >
        <QuestionFields questions={[...questions.values()]} said={said} onSaid={onSaid} />
        <Button type="submit" look="primary">
          Look again
        </Button>
      </form>
    );
  }
  if (!outcomes.some(({ kind }) => kind === 'previewed')) return null;
  return (
    <Button look="primary" onClick={onImport}>
      Import
    </Button>
  );
}
