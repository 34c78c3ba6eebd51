import uPlot from 'uplot';
import { shortDay } from '../figures/format.ts';
import type { ChartColours } from './colours.ts';

export interface Drawing {
  width: number;
  height: number;
  colours: ChartColours;
  /** One value a day. */
  days: readonly string[];
  values: readonly (number | null)[];
  format: (value: number) => string;
  /** The day under the pointer, or null when it has left. */
  onPoint: (index: number | null) => void;
}

/** Draws one line over days into an element; answers the chart, to be resized and destroyed. */
export function draw(into: HTMLElement, drawing: Drawing): uPlot {
  const { width, height, colours, days, values, format, onPoint } = drawing;
  const seconds = days.map((date) => Date.parse(date) / 1000);
  const axis = {
    stroke: colours.text,
    font: '11px system-ui, sans-serif',
    grid: { stroke: colours.grid, width: 1 },
    ticks: { show: false },
  };
  return new uPlot(
    {
      width,
      height,
      padding: [12, 26, 0, 0],
      tzDate: (timestamp) => uPlot.tzDate(new Date(timestamp * 1000), 'UTC'),
      legend: { show: false },
      cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
      scales: { y: { range: (_chart, low, high) => yRange(low, high) } },
      hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 32,
          space: 70,
          values: (_chart, splits) => splits.map((split) => shortDay(new Date(split * 1000).toISOString())),
          incrs: [1, 2, 5, 7, 10, 14, 30, 61, 91].map((count) => count * 86_400),
        },
        {
          ...axis,
          size: 54,
          values: (_chart, splits) => splits.map((split) => format(split)),
          // Half a call is none.
          ...(values.every((value) => value === null || Number.isInteger(value)) && { incrs: wholeSteps }),
        },
      ],
      series: [
        {},
        { stroke: colours.line, fill: colours.fill, width: 2, points: { show: days.length <= 10, size: 5 } },
      ],
    },
    [seconds, [...values]],
    into,
  );
}

/** 1, 2, 5, 10, … up to numbers that nobody counts. */
const wholeSteps = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/** From zero where that shows something; a level that hardly moves (followers) gets room around itself instead. */
function yRange(low: number, high: number): [number, number] {
  if (low === high) return low === 0 ? [0, 1] : [Math.min(0, low), low * 1.2];
  const flat = low > 0 && (high - low) / high < 0.2;
  const room = (high - low) * 0.12;
  return [flat ? low - room : Math.min(0, low), high + room];
}
