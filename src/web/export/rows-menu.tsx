import { Download } from 'lucide-react';
import { useState } from 'react';
import { dashboardRestBase } from '../../dashboard/contract/route.ts';
import { failureText } from '../api/problem.ts';
import { download } from '../api/request.ts';
import { Button } from '../design/button.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { announce } from '../design/toasts.tsx';
import { exportForms } from './forms.ts';
import { saveFile } from './save-file.ts';

interface RowsMenuProps {
  /** Of the file. */
  name: string;
  /** Below `/v2`. */
  path: `/${string}`;
  /** The filters in use. */
  query: Readonly<Record<string, unknown>>;
}

/** Saves all rows of a list or a time series as a file: those that the filters in use leave, in their order. */
export function RowsMenu({ name, path, query }: RowsMenuProps) {
  const [pending, setPending] = useState(false);
  const save = async (form: string, type: string) => {
    setPending(true);
    try {
      const file = await download(dashboardRestBase + path, { query, accept: type });
      saveFile(`${name}-${new Date().toISOString().slice(0, 10)}.${form}`, file);
    } catch (error) {
      announce(failureText(error), 'bad');
    } finally {
      setPending(false);
    }
  };
  return (
    <Menu
      trigger={
        <Button icon={Download} look="quiet" pending={pending}>
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
