import { isAuthError } from "@supabase/supabase-js";

const UNKNOWN = "Something went wrong. Please try again.";
const OFFLINE = "We could not reach the server. Check your connection and try again.";

/** What people are told, by the code that Postgres, PostgREST or the auth server gives. */
const MESSAGES: Readonly<Record<string, string>> = {
  "22001": "That text is too long.",
  "23502": "Something required is missing.",
  "23503": "This no longer exists.",
  "23505": "That already exists.",
  "23514": "One of the values is not allowed.",
  "42501": "You are not allowed to do that.",
  PGRST116: "We could not find what you are looking for.",
  PGRST301: "Your session has expired. Log in again.",
  PGRST303: "Your session has expired. Log in again.",
  email_address_invalid: "That is not a valid email address.",
  email_exists: "There is already an account with this email address.",
  email_not_confirmed: "Confirm your email address first: we sent you a link.",
  invalid_credentials: "The email address or the password is not right.",
  otp_expired: "This link has expired. Ask for a new one.",
  over_email_send_rate_limit:
    "We have just sent an email. Wait a minute before asking for another.",
  over_request_rate_limit: "Too many attempts. Wait a minute and try again.",
  refresh_token_not_found: "Your session has expired. Log in again.",
  same_password: "Choose a password that differs from the old one.",
  session_expired: "Your session has expired. Log in again.",
  session_not_found: "Your session has expired. Log in again.",
  user_already_exists: "There is already an account with this email address.",
};

/** Replies of storage and of address checks have no telling code, but their texts are stable. */
const MESSAGES_BY_TEXT: readonly (readonly [RegExp, string])[] = [
  [/validate email address/i, "That is not a valid email address."],
  [/mime type .* is not supported/i, "Files of this type are not accepted."],
  [/maximum allowed size|too large/i, "This file is too large."],
  [/row-level security/i, "You are not allowed to do that."],
  [/already exists|duplicate/i, "That already exists."],
  [/not found/i, "We could not find what you are looking for."],
];

/** The code of a Postgres, PostgREST or auth error, such as `"23505"`; null when there is none. */
export function errorCode(error: unknown): string | null {
  return stringField(error, "code");
}

/** One sentence for people, for anything that was thrown or returned as an error. */
export function messageOf(error: unknown): string {
  if (isNetworkError(error)) return OFFLINE;
  const known = MESSAGES[errorCode(error) ?? ""];
  if (known) return known;
  const message = stringField(error, "message");
  if (!message) return UNKNOWN;
  const worded = MESSAGES_BY_TEXT.find(([pattern]) => pattern.test(message));
  if (worded) return worded[1];
  // The auth server writes for people ("Password should be at least 6 characters"), the others for developers.
  return isAuthError(error) && !isServerFault(error) ? message : UNKNOWN;
}

/** Browsers report an unreachable server in their own words; supabase-js wraps or repeats them. */
function isNetworkError(error: unknown): boolean {
  if (stringField(error, "name") === "AuthRetryableFetchError") return true;
  return /failed to fetch|networkerror|load failed|network request failed|fetch failed/i.test(
    stringField(error, "message") ?? "",
  );
}

function isServerFault(error: { status?: number | undefined }): boolean {
  return error.status === undefined || error.status >= 500;
}

function stringField(value: unknown, name: string): string | null {
  if (typeof value !== "object" || value === null) return null;
  const field: unknown = Reflect.get(value, name);
  return typeof field === "string" && field !== "" ? field : null;
}
