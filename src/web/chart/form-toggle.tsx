import { ChartLine, Table2 } from 'lucide-react';
import { Button } from '../design/button.tsx';

export type SeriesForm = 'chart' | 'table';

/** Shows a time series the other way: the table is the chart for whoever does not see it, or wants the exact numbers. */
export function FormToggle({ form, onChange }: { form: SeriesForm; onChange: (form: SeriesForm) => void }) {
  const other = form === 'chart' ? 'table' : 'chart';
  return (
    <Button look="quiet" icon={other === 'table' ? Table2 : ChartLine} onClick={() => onChange(other)}>
      Show as {other}
    </Button>
  );
}
