import { dashboard } from '../api/dashboard.ts';
import { announce } from '../design/toasts.tsx';
import type { ExportForm } from '../export/forms.ts';
import { FormsMenu } from '../export/forms-menu.tsx';
import { saveFile } from '../export/save-file.ts';
import { full } from '../figures/format.ts';
import type { AuditFilterValues } from './audit-filters.tsx';
import { allEvents, exportText } from './export-events.ts';

/** Saves what the page is narrowed to as a file, all pages of it. */
export function ExportMenu({
  asked,
}: {
  asked: AuditFilterValues & { start_date: string; end_date?: string | undefined };
}) {
  const save = async (form: ExportForm, type: string) => {
    const { events, isCut } = await allEvents((cursor) =>
      dashboard('GET', '/audit', { query: { ...asked, limit: 200, ...(cursor !== undefined && { cursor }) } }),
    );
    const content = new Blob([exportText(form, events)], { type });
    saveFile(`audit-${new Date().toISOString().slice(0, 10)}.${form}`, content);
    const said = `${full(events.length)} events`;
    announce(isCut ? `Exported the newest ${said}. The command line exports them all.` : `Exported ${said}`);
  };
  return <FormsMenu look="secondary" save={save} />;
}
