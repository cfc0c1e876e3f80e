import { InputError } from "../../core/errors.ts";

/** Where a server is and as whom to enter. */
export interface ServerAddress {
  /** With the password: for the client only. */
  readonly url: string;
  /** Without it, for people: `user@host:5432/database`. */
  readonly name: string;
}

const howTo = "Write it as postgres://user:password@host:5432/database.";

/**
 * Reads a connection URL. Encryption is asked for as `psql` does it: `?sslmode=require` encrypts and
 * trusts the certificate, `?sslmode=verify-full` checks it too.
 * @throws InputError that never repeats the URL, because there may be a password in it
 */
export function parseServerAddress(text: string): ServerAddress {
  if (!URL.canParse(text)) throw notAnAddress("--database-url cannot be read as a URL.");
  const url = new URL(text);
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:") {
    throw notAnAddress(`--database-url is a URL of "${url.protocol}"; it begins with postgres:.`);
  }
  if (url.searchParams.has("sslmode")) url.searchParams.set("uselibpqcompat", "true");
  const user = url.username === "" ? "" : `${decoded(url.username)}@`;
  const host = url.hostname === "" ? "localhost" : url.hostname;
  const port = url.port === "" ? "5432" : url.port;
  return { url: url.href, name: `${user}${host}:${port}${decoded(url.pathname)}` };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw notAnAddress("--database-url has a % that encodes no character.");
  }
}

function notAnAddress(message: string): InputError {
  return new InputError(message, {
    nextSteps: [howTo, "Characters of the password that mean something in a URL are %-encoded."],
  });
}
