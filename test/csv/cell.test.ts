import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvField, escapedCell, unescapedCell } from '../../src/csv/cell.ts';

/** Texts in which what matters here is frequent. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', ' ', 'a', '1') }),
);

describe('a cell of a CSV file', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(unescapedCell(escapedCell(given))).toBe(given);
      }),
      { numRuns: 2_000 },
    );
  });

  it('begins with nothing that a spreadsheet runs', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(['=', '+', '-', '@', '\t', '\r']).not.toContain(escapedCell(given)[0]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is told from its neighbours by another reader', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (row) => {
        const line = row.map(csvField).join(',');
        const { data } = Papa.parse<string[]>(`${line}\r\n`, { delimiter: ',', newline: '\r\n' });
        expect(data[0]?.map(unescapedCell)).toEqual(row);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves numbers, negative ones too, as they are', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (given) => {
        expect(Number(csvField(given))).toBe(given === 0 ? Number(String(given)) : given);
        expect(csvField(given)).not.toMatch(/'/);
      }),
    );
    expect(csvField(-5)).toBe('-5');
    expect(unescapedCell('-5')).toBe('-5');
    expect(csvField('-5')).toBe("'-5");
  });
});
