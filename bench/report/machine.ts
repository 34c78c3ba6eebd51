import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { canPin } from '../servers/process.ts';

/** Where and when figures were taken: without it they say little. */
export interface Machine {
  date: string;
  processor: string;
  cores: number;
  memoryGb: number;
  node: string;
  /** Load of the last minute before the run: above 0 others were at work. */
  loadBefore: number;
  pinned: boolean;
}

export function machineNow(now: number): Machine {
  return {
    date: new Date(now).toISOString(),
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    pinned: canPin,
  };
}

export function machineLine({ date, processor, cores, memoryGb, node, loadBefore, pinned }: Machine): string {
  const cpuText = `${cores} × ${processor}, ${memoryGb} GB, Node ${node}`;
  return `${date} · ${cpuText} · load before ${loadBefore} · ${pinned ? 'server and load on a core each' : 'not pinned to cores'}`;
}
