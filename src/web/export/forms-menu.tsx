import { Download } from 'lucide-react';
import { useState } from 'react';
import { failureText } from '../api/problem.ts';
import { Button } from '../design/button.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { announce } from '../design/toasts.tsx';
import { type ExportForm, exportForms } from './forms.ts';

/** Offers the forms of an export, waits while one is made, and says why where it could not be. */
export function FormsMenu({
  look,
  save,
}: {
  look: 'secondary' | 'quiet';
  save: (form: ExportForm, type: string) => Promise<void>;
}) {
  const [pending, setPending] = useState(false);
  const choose = (form: ExportForm, type: string) => {
    setPending(true);
    void save(form, type)
      .catch((error: unknown) => announce(failureText(error), 'bad'))
      .finally(() => setPending(false));
  };
  return (
    <Menu
      trigger={
        <Button icon={Download} look={look} pending={pending}>
          Export
        </Button>
      }
    >
      {exportForms.map(({ form, title, type }) => (
        <MenuItem key={form} onSelect={() => choose(form, type)}>
          {title}
        </MenuItem>
      ))}
    </Menu>
  );
}
