import { Counter, Gauge, type Registry } from 'prom-client';
import type { ReaderCounts } from '../store/readers/readers.ts';

/** @param counts is asked at each look */
export function addReaderMetrics(registers: Registry[], counts: () => ReaderCounts): void {
  new Gauge({
    name: 'creatoraudit_heavy_reads_waiting',
    help: 'Long reads whose turn has not come.',
    registers,
    collect() {
      this.set(counts().waiting);
    },
  });
  new Gauge({
    name: 'creatoraudit_heavy_reads_running',
    help: 'Long reads under way, away from the thread that answers.',
    registers,
    collect() {
      this.set(counts().running);
    },
  });
  new Counter({
    name: 'creatoraudit_heavy_reads_killed_total',
    help: 'Long reads that were ended at their deadline (HEAVY_READ_SECONDS).',
    registers,
    collect() {
      this.reset();
      this.inc(counts().killed);
    },
  });
}
