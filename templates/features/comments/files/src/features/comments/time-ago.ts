const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const date = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });

/** How long ago something was, in few letters: `now`, `5m`, `3h`, `6d`, then the date. */
export function timeAgo(time: string, now: number): string {
  const passedMs = now - Date.parse(time);
  if (passedMs < MINUTE_MS) return "now";
  if (passedMs < HOUR_MS) return `${Math.floor(passedMs / MINUTE_MS)}m`;
  if (passedMs < DAY_MS) return `${Math.floor(passedMs / HOUR_MS)}h`;
  if (passedMs < 7 * DAY_MS) return `${Math.floor(passedMs / DAY_MS)}d`;
  return date.format(Date.parse(time));
}
