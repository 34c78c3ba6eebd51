export interface ChartColours {
  line: string;
  fill: string;
  grid: string;
  text: string;
}

/** The colours of the tokens as they are now: a canvas knows no custom properties. */
export function chartColours(within: HTMLElement): ChartColours {
  const probe = document.createElement('span');
  within.append(probe);
  const resolved = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    line: resolved('--accent-text'),
    fill: resolved('--accent-soft'),
    grid: resolved('--line'),
    text: resolved('--muted'),
  };
  probe.remove();
  return colours;
}
