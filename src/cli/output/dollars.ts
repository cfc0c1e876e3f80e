/** "$0.0123": small sums are the usual ones. */
export function dollars(usd: number | null): string {
  if (usd === null) return "price unknown";
  return usd > 0 && usd < 0.0001 ? "below $0.0001" : `$${usd.toFixed(4)}`;
}
