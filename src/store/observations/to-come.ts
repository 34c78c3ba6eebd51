const dayMs = 86_400_000;

/** Whether an instant is still to come, wherever it was told: sources write days of their own time zones, and clocks differ. */
export function isToCome(at: number, now: number): boolean {
  return at > now + dayMs;
}
