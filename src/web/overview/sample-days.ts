const dayMs = 86_400_000;

/** Up to six days spread evenly over a range, its first and last among them. */
export function sampleDays(start: string, end: string, most = 6): readonly string[] {
  const first = Date.parse(start);
  const days = Math.round((Date.parse(end) - first) / dayMs) + 1;
  const count = Math.min(days, most);
  const step = count > 1 ? (days - 1) / (count - 1) : 0;
  return Array.from({ length: count }, (_, index) =>
    new Date(first + Math.round(index * step) * dayMs).toISOString().slice(0, 10),
  );
}
