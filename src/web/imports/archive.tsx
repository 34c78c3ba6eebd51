import { useState } from 'react';
import { dashboardApiBase } from '../../dashboard/contract/route.ts';
import { failureText } from '../api/problem.ts';
import { download } from '../api/request.ts';
import { Button } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { announce } from '../design/toasts.tsx';
import { saveFile } from '../export/save-file.ts';
import { ArchiveImport } from './archive-import.tsx';

/** The organization whole, out and in: for owners. */
export function Archive() {
  const [file, setFile] = useState<{ key: string; file: File } | null>(null);
  return (
    <Card title="Archive">
      <div className="space-y-4 text-sm">
        <p className="text-muted">
          Accounts, creators, posts, all that was observed of them, imports and settings in one zip, to keep or to take
          to another installation. Not in it: people, keys, sessions and the audit log.
        </p>
        <div className="flex flex-wrap items-center gap-3">
          <DownloadArchive />
          <label className="flex flex-wrap items-center gap-2">
            Take an archive in
            <input
              type="file"
              accept=".zip,application/zip"
              className="text-sm"
              onChange={({ target }) => {
                const [chosen] = target.files ?? [];
                if (chosen !== undefined) setFile({ key: crypto.randomUUID(), file: chosen });
                target.value = '';
              }}
            />
          </label>
        </div>
        {file !== null && <ArchiveImport key={file.key} file={file.file} onClose={() => setFile(null)} />}
      </div>
    </Card>
  );
}

function DownloadArchive() {
  const [pending, setPending] = useState(false);
  const save = async () => {
    setPending(true);
    try {
      const file = await download(`${dashboardApiBase}/archive`, { accept: 'application/zip' });
      saveFile(`archive-${new Date().toISOString().slice(0, 10)}.zip`, file);
    } catch (error) {
      announce(failureText(error), 'bad');
    } finally {
      setPending(false);
    }
  };
  return (
    <Button pending={pending} onClick={() => void save()}>
      Download archive
    </Button>
  );
}
