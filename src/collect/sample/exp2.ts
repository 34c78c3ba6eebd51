/**
 * 2 to the power of x, for |x| ≤ 30.
 *
 * Only the four operations are exact by IEEE 754; `Math.pow` and `**` may differ in their last bit between engines, and a
 * count that is rounded at that bit would differ between machines.
 */
export function exp2(x: number): number {
  const whole = Math.floor(x);
  const exponent = (x - whole) * Math.LN2;
  let term = 1;
  let sum = 1;
  for (let order = 1; order <= 14; order += 1) {
    term = (term * exponent) / order;
    sum += term;
  }
  return whole >= 0 ? sum * (1 << whole) : sum / (1 << -whole);
}
