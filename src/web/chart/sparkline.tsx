/** The shape of a few numbers, beside the number itself: decoration, so silent for screen readers. */
export function Sparkline({ values }: { values: readonly number[] }) {
  if (values.length < 2) return <div className="h-8" />;
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const at = (value: number, index: number): string => {
    const x = (index / (values.length - 1)) * 100;
    const y = span === 0 ? 16 : 29 - ((value - low) / span) * 26;
    return `${x.toFixed(2)},${y.toFixed(2)}`;
  };
  const line = values.map(at).join(' ');
  return (
    <svg viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true" className="h-8 w-full text-accent-text">
      <polygon points={`0,32 ${line} 100,32`} className="fill-accent-soft" />
      <polyline
        points={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
