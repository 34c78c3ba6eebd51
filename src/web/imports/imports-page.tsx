import { useQuery } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useId, useState } from 'react';
import { dashboardApiBase } from '../../dashboard/contract/route.ts';
import { dashboard } from '../api/dashboard.ts';
import { Card } from '../design/card.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { RowsMenu } from '../export/rows-menu.tsx';
import { useMay } from '../session/session.tsx';
import { Archive } from './archive.tsx';
import { ClearSample } from './clear-sample.tsx';
import { FileImport } from './file-import.tsx';
import { ImportsList } from './imports-list.tsx';
import { PushesCard } from './pushes-card.tsx';

/** All that a list may be asked for. */
const mostExported = 10_000;

const underWay = new Set(['staging', 'applying', 'withdrawing']);

/** The organization's own numbers in, from files, and out again. */
export default function ImportsPage() {
  const [files, setFiles] = useState<readonly { key: string; file: File }[]>([]);
  const imports = useQuery({
    queryKey: ['imports'],
    queryFn: ({ signal }) => dashboard('GET', '/imports', { signal }),
    refetchInterval: (query) =>
      query.state.data?.data.some(({ state }) => underWay.has(state)) === true ? 1_000 : 5_000,
  });
  const choose = (chosen: Iterable<File>) => {
    // At once: the list of an input is emptied with it.
    const added = [...chosen].map((file) => ({ key: crypto.randomUUID(), file }));
    setFiles((known) => [...known, ...added]);
  };
  const owns = useMay('owner');
  const isSample = imports.data?.holds_sample_data === true;
  return (
    <>
      <PageHeader title="Imports" lead="Bring your own numbers in from files, and take them back." />
      <div className="space-y-5">
        {isSample ? <ClearSample /> : <Chooser onFiles={choose} />}
        {files.map(({ key, file }) => (
          <FileImport
            key={key}
            file={file}
            onClose={() => setFiles((known) => known.filter((one) => one.key !== key))}
          />
        ))}
        <Card
          flush
          title="Imports"
          actions={<RowsMenu name="imports" base={dashboardApiBase} path="/imports" query={{ limit: mostExported }} />}
        >
          {imports.isPending && <LoadingLines lines={3} />}
          {imports.isError && <ErrorState error={imports.error} retry={() => void imports.refetch()} />}
          {imports.isSuccess && <ImportsList imports={imports.data.data} />}
        </Card>
        <PushesCard />
        {owns && <Archive />}
      </div>
    </>
  );
}

function Chooser({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button below does the same.
    <div
      className="flex flex-col items-center gap-2 rounded-xl border border-dashed border-line-strong bg-surface px-6 py-10 text-center"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onFiles(event.dataTransfer.files);
      }}
    >
      <FileUp size={20} className="text-muted" aria-hidden />
      <label htmlFor={id} className="font-medium">
        Choose files, or drop them here
      </label>
      <input
        id={id}
        type="file"
        multiple
        className="text-sm"
        onChange={(event) => {
          onFiles(event.target.files ?? []);
          event.target.value = '';
        }}
      />
      <p className="max-w-xl text-sm text-muted">
        Exports of TikTok Studio, TikTok Business and Meta Business Suite, items of collectors, and tables with known
        columns: CSV, JSON and NDJSON, also in .zip and .gz. You see what a file is before anything is stored.
      </p>
    </div>
  );
}
