import type { UpstreamSetting } from '../config.ts';
import { type Deadlines, usualDeadlines } from './send/connection.ts';
import { createSender, type SendEvents } from './send/sender.ts';

interface WaySetting {
  setting: UpstreamSetting;
  version: string;
  events: SendEvents;
  now: () => number;
  monotonic: () => number;
  deadlines?: Deadlines;
}

/** The way to an upstream, without the program around it. */
export function openWay({ setting, version, events, now, monotonic, deadlines = usualDeadlines }: WaySetting) {
  const { origin, pathname } = new URL(setting.url);
  const basePath = pathname === '/' ? '' : pathname;
  const sender = createSender({
    origin,
    probeTarget: `${basePath}/health`,
    deadlines,
    now,
    monotonic,
    random: Math.random,
    events,
  });
  return { sender, basePath, userAgent: `creatoraudit-gateway/${version}` };
}
