import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { Notice } from '../design/notice.tsx';
import { Segmented } from '../design/segmented.tsx';
import { day } from '../figures/format.ts';
import { dayBefore, daysOf, type Period, type Range } from './range.ts';

const periods: readonly { value: Period; title: string }[] = [
  { value: '7d', title: '7 days' },
  { value: '30d', title: '30 days' },
  { value: '90d', title: '90 days' },
  { value: 'custom', title: 'Custom' },
];

/** The most days that a custom window may have (contract §2). */
const mostDays = 366;

export function RangePicker({ range, onChange }: { range: Range; onChange: (range: Range) => void }) {
  const [asking, setAsking] = useState(false);
  const options = periods.map(({ value, title }) =>
    value === 'custom' && range.period === 'custom'
      ? { value, title: `${day(range.start_date)} – ${day(range.end_date)}` }
      : { value, title },
  );
  return (
    <>
      <Segmented
        label="Range"
        wrap
        value={range.period}
        options={options}
        onChange={(period) => {
          if (period === 'custom') setAsking(true);
          else onChange({ period });
        }}
      />
      {asking && (
        <CustomRange
          preset={daysOf(range, Date.now())}
          onClose={() => setAsking(false)}
          onChosen={(start_date, end_date) => {
            setAsking(false);
            onChange({ period: 'custom', start_date, end_date });
          }}
        />
      )}
    </>
  );
}

function CustomRange({
  preset,
  onClose,
  onChosen,
}: {
  preset: { start: string; end: string };
  onClose: () => void;
  onChosen: (start: string, end: string) => void;
}) {
  const [start, setStart] = useState(preset.start);
  const [end, setEnd] = useState(preset.end);
  const today = dayBefore(Date.now(), 0);
  const wrong = whatIsWrong(start, end);
  return (
    <Dialog title="Custom range" description="Whole days in UTC, both included." onClose={onClose}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (wrong === null) onChosen(start, end);
        }}
      >
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label="From"
            type="date"
            required
            max={today}
            value={start}
            onChange={(event) => setStart(event.currentTarget.value)}
          />
          <TextField
            label="To"
            type="date"
            required
            max={today}
            value={end}
            onChange={(event) => setEnd(event.currentTarget.value)}
          />
        </div>
        {wrong !== null && <Notice tone="warn">{wrong}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={wrong !== null}>
            Show
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function whatIsWrong(start: string, end: string): string | null {
  if (start === '' || end === '') return 'Choose both days.';
  const days = (Date.parse(end) - Date.parse(start)) / 86_400_000 + 1;
  if (days < 1) return 'The first day comes after the last.';
  return days > mostDays ? `A range has at most ${mostDays} days.` : null;
}
