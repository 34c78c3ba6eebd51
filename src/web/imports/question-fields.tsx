import { SelectField, TextField } from '../design/field.tsx';
import type { Outcome, Said } from './import-types.ts';

type Asked = Outcome['questions'][number];

/** The answers that a file needs, one field for each, with the sentence that asks. */
export function QuestionFields({
  questions,
  said,
  onSaid,
}: {
  questions: readonly Asked[];
  said: Said;
  onSaid: (said: Said) => void;
}) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {questions.map(({ field, sentence }) => (
        <Question key={field} field={field} sentence={withoutFlags(sentence)} said={said} onSaid={onSaid} />
      ))}
    </div>
  );
}

/** What to pass on a command line is of no use here. */
function withoutFlags(sentence: string): string {
  return `${sentence.split(': pass --')[0] ?? sentence}.`;
}

interface QuestionProps {
  field: string;
  sentence: string;
  said: Said;
  onSaid: (said: Said) => void;
}

function Question({ field, sentence, said, onSaid }: QuestionProps) {
  const ask = { said, onSaid };
  switch (field) {
    case 'account':
      return (
        <Written
          {...ask}
          of="account"
          label="Account"
          hint={`${sentence} Write instagram:NAME or tiktok:NAME.`}
          placeholder={sentence.includes('instagram') ? 'instagram:name' : 'tiktok:name'}
        />
      );
    case 'observed_at':
      return <Written {...ask} of="observed_at" type="date" label="Day of the export" hint={sentence} />;
    case 'time_zone':
      return <Written {...ask} of="time_zone" label="Time zone" hint={`${sentence} Such as UTC or Europe/Paris.`} />;
    case 'year':
      return (
        <TextField
          type="number"
          label="Year of the last row"
          hint={sentence}
          value={said.year ?? ''}
          onChange={(event) => onSaid({ ...said, year: event.target.valueAsNumber })}
        />
      );
    default:
      return <Choice field={field} sentence={sentence} {...ask} />;
  }
}

/** An answer that is written. */
function Written({
  of,
  said,
  onSaid,
  ...field
}: Pick<QuestionProps, 'said' | 'onSaid'> & {
  of: 'account' | 'observed_at' | 'time_zone';
  label: string;
  hint: string;
  type?: 'date';
  placeholder?: string;
}) {
  return (
    <TextField {...field} value={said[of] ?? ''} onChange={(event) => onSaid({ ...said, [of]: event.target.value })} />
  );
}

const choices = {
  platform: { label: 'Platform', options: ['instagram', 'tiktok'] },
  decimal: { label: 'Mark before a fraction', options: ['.', ','] },
  date_order: { label: 'Order of dates', options: ['mdy', 'dmy'] },
  values: { label: 'Numbers of days', options: ['gains', 'levels'] },
} as const;

const optionText: Readonly<Record<string, string>> = {
  instagram: 'Instagram',
  tiktok: 'TikTok',
  '.': '1,234.5 (a point)',
  ',': '1.234,5 (a comma)',
  mdy: 'Month first (12/31/2026)',
  dmy: 'Day first (31/12/2026)',
  gains: 'What each day brought',
  levels: 'The total on each day',
};

function isChoice(field: string): field is keyof typeof choices {
  return Object.hasOwn(choices, field);
}

function Choice({ field, sentence, said, onSaid }: QuestionProps) {
  if (!isChoice(field)) return <p className="text-sm text-muted">{sentence}</p>;
  const { label, options } = choices[field];
  return (
    <SelectField
      label={label}
      hint={sentence}
      value={said[field] ?? ''}
      onChange={(event) => onSaid({ ...said, [field]: event.target.value })}
    >
      <option value="">Choose</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {optionText[option]}
        </option>
      ))}
    </SelectField>
  );
}
