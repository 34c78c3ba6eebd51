import { hostname } from 'node:os';
import { isProcessAlive } from '../../audit/writers.ts';

/** This process among those that may work on an import. */
export function processClaim(id: string): string {
  return `${hostname()} ${process.pid} ${id}`;
}

/** Whether a claim has the number of this process: one that is not its own is of an earlier one, as in a container. */
export function isThisProcess(claim: string): boolean {
  const [host, pid] = claim.split(' ');
  return host === hostname() && Number(pid) === process.pid;
}

/** Whether a claim is of a process of this machine that is there no more. Of other machines only time tells. */
export function isGoneHere(claim: string): boolean {
  const [host, pid] = claim.split(' ');
  return host === hostname() && !isProcessAlive(Number(pid));
}
