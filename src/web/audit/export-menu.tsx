import { Download } from 'lucide-react';
import { useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import { failureText } from '../api/problem.ts';
import { Button } from '../design/button.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { announce } from '../design/toasts.tsx';
import { type ExportForm, exportForms } from '../export/forms.ts';
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
  const [pending, setPending] = useState(false);
  const save = async (form: ExportForm, type: string) => {
    setPending(true);
    try {
      const { events, isCut } = await allEvents((cursor) =>
        dashboard('GET', '/audit', { query: { ...asked, limit: 200, ...(cursor !== undefined && { cursor }) } }),
      );
      const content = new Blob([exportText(form, events)], { type });
      saveFile(`audit-${new Date().toISOString().slice(0, 10)}.${form}`, content);
      const said = `${full(events.length)} events`;
      announce(isCut ? `Exported the newest ${said}. The command line exports them all.` : `Exported ${said}`);
    } catch (error) {
      announce(failureText(error), 'bad');
    } finally {
      setPending(false);
    }
  };
  return (
    <Menu
      trigger={
        <Button icon={Download} pending={pending}>
          Export
        </Button>
      }
    >
      {exportForms.map(({ form, title, type }) => (
        <MenuItem key={form} onSelect={() => void save(form, type)}>
          {title}
        </MenuItem>
      ))}
    </Menu>
  );
}
