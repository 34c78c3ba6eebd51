import { useCallback, useEffect, useRef, useState } from 'react';
import 'uplot/dist/uPlot.min.css';
import { onColoursChanged } from '../design/theme.ts';
import { day } from '../figures/format.ts';
import { chartColours } from './colours.ts';
import { draw } from './draw.ts';

const height = 256;

interface TimeSeriesChartProps {
  /** What the numbers are, e.g. `Views`. */
  title: string;
  days: readonly string[];
  values: readonly (number | null)[];
  /** As it stands in text, e.g. `1,204`. */
  format: (value: number) => string;
  /** As it stands at the axis, e.g. `1.2K`. */
  axisFormat: (value: number) => string;
}

/**
 * One number a day as a line. The canvas is one image for screen readers, with its figures in words; whoever wants each
 * of them opens the table beside it.
 */
export function TimeSeriesChart({ title, days, values, format, axisFormat }: TimeSeriesChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const drawInto = useCallback(
    (into: HTMLElement) =>
      draw(into, {
        width: into.clientWidth,
        height,
        colours: chartColours(into),
        days,
        values,
        format: axisFormat,
        onPoint: setPointed,
      }),
    [days, values, axisFormat],
  );
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    let chart = drawInto(element);
    const redraw = () => {
      chart.destroy();
      chart = drawInto(element);
    };
    const resized = new ResizeObserver(() => {
      if (element.clientWidth !== chart.width) chart.setSize({ width: element.clientWidth, height });
    });
    resized.observe(element);
    const stopWatching = onColoursChanged(redraw);
    return () => {
      stopWatching();
      resized.disconnect();
      chart.destroy();
    };
  }, [drawInto]);
  const value = pointed === null ? undefined : values[pointed];
  const date = pointed === null ? undefined : days[pointed];
  return (
    <figure>
      <figcaption className="mb-1 h-5 text-xs text-muted">
        {date !== undefined && value !== undefined ? (
          <>
            {day(date)}:{' '}
            <strong className="font-semibold text-text">{value === null ? 'no data' : format(value)}</strong>
          </>
        ) : (
          `${title} a day, UTC`
        )}
      </figcaption>
      <div ref={box} role="img" aria-label={inWords(title, days, values, format)} className="h-64 min-w-0" />
    </figure>
  );
}

function inWords(
  title: string,
  days: readonly string[],
  values: readonly (number | null)[],
  format: (value: number) => string,
): string {
  const known = values.filter((value) => value !== null);
  const [first, last] = [days.at(0), days.at(-1)];
  if (first === undefined || last === undefined || known.length === 0) return `${title}: no data`;
  const highest = Math.max(...known);
  const top = days[values.indexOf(highest)] ?? first;
  return `${title} a day from ${day(first)} to ${day(last)}. Lowest ${format(Math.min(...known))}, highest ${format(highest)} on ${day(top)}.`;
}
