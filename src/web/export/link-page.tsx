import { Download } from 'lucide-react';
import { useParams } from 'wouter';
import { dashboardRestBase } from '../../dashboard/contract/route.ts';
import { failureText } from '../api/problem.ts';
import { download } from '../api/request.ts';
import { Button } from '../design/button.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { announce } from '../design/toasts.tsx';
import { saveFile } from './save-file.ts';

/** Where a link of `export_data` leads a person: the file is for members of the organization that it was made in. */
export default function LinkPage() {
  const { token = '' } = useParams<{ token: string }>();
  const save = async () => {
    try {
      const file = await download(`${dashboardRestBase}/exports/${token}`, { accept: '*/*' });
      saveFile(file.type.startsWith('text/csv') ? 'export.csv' : 'export.ndjson', file);
    } catch (error) {
      announce(failureText(error), 'bad');
    }
  };
  return (
    <>
      <PageHeader title="Export" lead="An agent has prepared this file. The link lives ten minutes." />
      <Button icon={Download} look="primary" onClick={() => void save()}>
        Save the file
      </Button>
    </>
  );
}
