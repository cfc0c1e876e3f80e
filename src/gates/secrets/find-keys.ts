import { Buffer } from "node:buffer";
import { z } from "zod";
import { keyShapes } from "./key-shapes.ts";
import { entropyOf, isPlaceholder } from "./placeholder.ts";

/** A secret in a text. */
export interface FoundKey {
  /** Part of the code of its finding. */
  readonly id: string;
  readonly title: string;
  /** Never to be shown as a whole. */
  readonly key: string;
  readonly offset: number;
  readonly revoke: string;
}

/** The secrets in a text that have the shape of a known service's, and those inside of addresses and tokens. */
export function findKeys(text: string): readonly FoundKey[] {
  const shaped = keyShapes.flatMap(({ id, title, pattern, hint, revoke }) =>
    text.includes(hint)
      ? [...text.matchAll(pattern)].map((match): FoundKey => {
          const key = match.groups?.["key"] ?? match[0];
          return { id, title, key, offset: match.index + match[0].indexOf(key), revoke };
        })
      : [],
  );
  return [...shaped, ...serviceTokens(text), ...addresses(text)].filter(
    (one) => !isPublicByDesign(one, text),
  );
}

/** Keys of the Supabase that everybody starts on their own machine: they open nothing else. */
const localSecretKey = "sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz";

function isPublicByDesign({ id, key }: FoundKey, text: string): boolean {
  if (key === localSecretKey) return true;
  // What the page must know to find its Firebase project is not a secret: rules there decide who may do what.
  if (id === "google-key" && /authDomain|firebase/i.test(text)) return true;
  return isPlaceholder(key);
}

const claimsSchema = z.object({ iss: z.string().optional(), role: z.string().optional() });

/** Roles that pass all row level security. */
const allPowerful = new Set(["service_role", "supabase_admin", "postgres"]);

function serviceTokens(text: string): readonly FoundKey[] {
  if (!text.includes("eyJ")) return [];
  return [...text.matchAll(/\beyJ[\w-]{8,}\.(eyJ[\w-]{8,})\.[\w-]{16,}/g)].flatMap((match) => {
    const claims = readClaims(match[1] ?? "");
    if (claims?.role === undefined || !allPowerful.has(claims.role)) return [];
    // The demo issuer signs only for databases that run on one's own machine.
    if (claims.iss === "supabase-demo") return [];
    return [
      {
        id: "service-role-token",
        title: `a token with the role ${claims.role}, which passes all row level security`,
        key: match[0],
        offset: match.index,
        revoke: "Change the project's JWT secret in its settings.",
      },
    ];
  });
}

function readClaims(part: string): z.infer<typeof claimsSchema> | null {
  try {
    const json: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return claimsSchema.safeParse(json).data ?? null;
  } catch {
    return null;
  }
}

const address =
  /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?):\/\/[^\s:@/"'`<>]*:(?<key>[^\s@/"'`<>]+)@(?<host>[^\s/"'`:<>?]+)/g;

/** Machines that only the developer reaches. */
const ownMachine = /^(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[a-z][\w-]*$)/i;

function addresses(text: string): readonly FoundKey[] {
  if (!text.includes("://")) return [];
  return [...text.matchAll(address)].flatMap((match) => {
    const { key = "", host = "" } = match.groups ?? {};
    const isShown =
      ownMachine.test(host) || /(?:^|\.)(?:example|invalid|test|local)(?:\.|$)/i.test(host);
    const isWord = /^(?:pass(?:word)?|pw|secret|postgres|root|admin|user|\[.*|\$.*|%.*)$/i.test(
      key,
    );
    if (isShown || isWord || isPlaceholder(host)) return [];
    return [
      {
        id: "database-address",
        title: "the address of a database with its password",
        key,
        offset: match.index + match[0].lastIndexOf(`:${key}@`) + 1,
        revoke: "Change the password of the database.",
      },
    ];
  });
}

const assignment =
  /(?<name>[\w.-]*(?:secret|token|passw(?:or)?d|passphrase|api[_-]?key|private[_-]?key|access[_-]?key|auth[_-]?key|credentials?)[\w-]*)["'`]?\s*(?:=|:)\s*(?<quote>["'`]?)(?<key>[\w+/=.~!#%^&*-]{16,})\k<quote>/gi;

/** Names that say what something is about and not that it is one. */
const aboutSecrets =
  /(?:address|contract|symbol|decimals|endpoint|header|prefix|suffix|format|expir(?:y|es)|class|style|icon|placeholder|id|name|url|uri|path|file|type|kind|label|count|length|limit|pattern|title|text|hint|message|code|public|publishable)s?$/i;

/** Long random texts that are given to names such as `secret` or `apiKey`. Bare values only count where files are written so. */
export function findAssignments(
  text: string,
  { areValuesBare }: { readonly areValuesBare: boolean },
): readonly FoundKey[] {
  return [...text.matchAll(assignment)].flatMap((match) => {
    const { name = "", quote = "", key = "" } = match.groups ?? {};
    if (quote === "" && !areValuesBare) return [];
    if (aboutSecrets.test(name) || /publi(?:c|shable)|anon/i.test(name)) return [];
    if (!looksRandom(key) || hasOwnRule.test(key)) return [];
    const found = {
      id: "assigned-secret",
      title: `what looks like a secret, as ${name}`,
      key,
      offset: match.index + match[0].lastIndexOf(key),
      revoke: "When it is a secret, replace it where it was issued.",
    };
    return isPublicByDesign(found, text) ? [] : [found];
  });
}

/** Keys for pages, tokens and hashes: rules of their own say which of them are secrets. */
const hasOwnRule = /^(?:eyJ|pk_|sb_publishable_|AIza|sha\d+-)/;

/** Letters and digits without a word in them. Names in code have words, paths and versions have dots. */
function looksRandom(text: string): boolean {
  if (!/\d/.test(text) || !/[a-z]/i.test(text) || /^[\d.]+$/.test(text)) return false;
  if (/^(?:[a-z]+[A-Z]?[a-z]*[-_./]?\d{0,4}[-_./]?)+$/.test(text)) return false;
  return entropyOf(text) >= 3.5;
}

/** Enough to find it again, too little to use it. */
export function maskKey(key: string): string {
  return `${key.slice(0, 4)}… (${key.length} characters)`;
}
