import { dashboardRestBase } from '../../dashboard/contract/route.ts';
import { download } from '../api/request.ts';
import { FormsMenu } from './forms-menu.tsx';
import { saveFile } from './save-file.ts';

interface RowsMenuProps {
  /** Of the file. */
  name: string;
  /** Where the API is that has the rows: v2, where left out. */
  base?: string;
  /** Below that. */
  path: `/${string}`;
  /** The filters in use. */
  query?: Readonly<Record<string, unknown>>;
}

/** Saves all rows of a list or a time series as a file: those that the filters in use leave, in their order. */
export function RowsMenu({ name, base = dashboardRestBase, path, query = {} }: RowsMenuProps) {
  return (
    <FormsMenu
      look="quiet"
      save={async (form, type) => {
        const file = await download(base + path, { query, accept: type });
        saveFile(`${name}-${new Date().toISOString().slice(0, 10)}.${form}`, file);
      }}
    />
  );
}
