import { createColors } from "picocolors";

/**
 * Colours for a terminal. Pipes and files get plain text, in CI too, unless FORCE_COLOR asks for colours;
 * NO_COLOR (https://no-color.org) turns them off anywhere.
 */
export const paint = createColors(wantsColor());

function wantsColor(): boolean {
  if ((process.env["NO_COLOR"] ?? "") !== "") return false;
  if ((process.env["FORCE_COLOR"] ?? "") !== "") return true;
  return process.stdout.isTTY === true && process.env["TERM"] !== "dumb";
}
