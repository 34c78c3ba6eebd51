import type { Registry } from 'prom-client';
import { talliedCounter } from './tallied-counter.ts';

export interface MailMetrics {
  mail(kind: string, outcome: string): void;
}

export function createMailMetrics(registers: Registry[]): MailMetrics {
  const mails = talliedCounter({
    name: 'creatoraudit_mails_total',
    help: 'Mails by kind and what became of them; `retried` counts each try that failed.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  return { mail: (kind, outcome) => mails({ kind, outcome }) };
}
