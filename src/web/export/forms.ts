/** The forms of files that tables are saved in. */
export const exportForms = [
  { form: 'csv', title: 'CSV', type: 'text/csv;charset=utf-8' },
  { form: 'ndjson', title: 'NDJSON', type: 'application/x-ndjson' },
] as const;

export type ExportForm = (typeof exportForms)[number]['form'];
