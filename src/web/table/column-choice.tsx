import { Columns3 } from 'lucide-react';
import { Button } from '../design/button.tsx';
import { Menu, MenuCheck } from '../design/menu.tsx';
import type { Column } from './column.ts';
import { useRemembered } from './remembered.ts';

/** Which columns of a table are shown, remembered in this browser. */
export function useColumnChoice<Row>(table: string, columns: readonly Column<Row>[]) {
  const preset = columns.filter(({ extra }) => extra !== true).map(({ id }) => id);
  const [chosen, choose] = useRemembered<readonly string[]>(
    `columns.${table}`,
    (stored) => (stored === null ? preset : stored.split(',')),
    (ids) => ids.join(','),
  );
  return {
    shown: columns.filter(({ id, fixed }) => fixed === true || chosen.includes(id)),
    toggle: (id: string, on: boolean) => choose(on ? [...chosen, id] : chosen.filter((other) => other !== id)),
  };
}

export function ColumnMenu<Row>({
  columns,
  shown,
  toggle,
}: {
  columns: readonly Column<Row>[];
  shown: readonly Column<Row>[];
  toggle: (id: string, on: boolean) => void;
}) {
  return (
    <Menu trigger={<Button icon={Columns3}>Columns</Button>}>
      {columns
        .filter(({ fixed }) => fixed !== true)
        .map((column) => (
          <MenuCheck key={column.id} checked={shown.includes(column)} onChange={(on) => toggle(column.id, on)}>
            {column.title}
          </MenuCheck>
        ))}
    </Menu>
  );
}
