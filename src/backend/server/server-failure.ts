import { InputError, UnavailableError, type MegamindError } from "../../core/errors.ts";
import type { ServerAddress } from "./server-address.ts";

/** What a user can do about a server that does not let us in. */
export function connectionFailure({ name }: ServerAddress, error: unknown): MegamindError {
  const reason = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  switch (code) {
    case "28P01":
    case "28000":
      return new InputError(`The server ${name} does not let this user in: ${reason}.`, {
        nextSteps: [
          "Correct user and password; a server that asks for encryption needs ?sslmode=require.",
        ],
      });
    case "3D000":
      return new InputError(`The server ${name} has no such database: ${reason}.`, {
        nextSteps: ["Correct the part of the URL behind the last slash."],
      });
    case null:
    default: {
      const what = reason === "" ? (code ?? "no reason is known") : reason;
      return new UnavailableError(`The server ${name} cannot be reached: ${what}.`, {
        nextSteps: [
          "See that it runs and that host and port are right; without --database-url a local database is used.",
        ],
      });
    }
  }
}

/** SQLSTATE or the system's code, of a first cause where several addresses were tried. */
function codeOf(error: unknown): string | null {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error && "code" in first && typeof first.code === "string"
    ? first.code
    : null;
}
