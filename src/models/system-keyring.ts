import { spawn } from "node:child_process";
import { UnavailableError } from "../core/errors.ts";
import type { CredentialName } from "./credentials.ts";

/** What the operating system has for keys: unlocked with the user's session, readable by no other user. */
export interface Keyring {
  /** For people. */
  readonly place: string;
  get(name: CredentialName): Promise<string | null>;
  set(name: CredentialName, key: string): Promise<void>;
  remove(name: CredentialName): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface KeyringOptions {
  /** Keys of different configuration folders are different keys. */
  readonly folder: string;
  readonly env: Environment;
}

/** Of libsecret; it may not be installed. */
const tool = "secret-tool";

/** People may have to type the keyring's password, in milliseconds. */
const longestWaitMs = 60_000;

/**
 * The keyring of this session, or null when there is none: so far the Secret Service of Linux desktops, through
 * `secret-tool` of libsecret, which takes the key from stdin. `MEGAMIND_KEYRING=off` passes it over.
 */
export function findKeyring({ folder, env }: KeyringOptions): Keyring | null {
  const hasSession = (env["DBUS_SESSION_BUS_ADDRESS"] ?? "") !== "";
  const isOff = env["MEGAMIND_KEYRING"] === "off";
  if (process.platform !== "linux" || !hasSession || isOff) return null;
  const attributes = (name: CredentialName) =>
    Object.entries({ service: "megamind", provider: name, folder }).flat();
  return {
    place: "the keyring of this session",
    async get(name) {
      const { code, stdout, stderr } = await run(["lookup", ...attributes(name)], { env });
      if (code === 0) return stdout === "" ? null : stdout;
      if (isAbsent(code, stderr)) return null;
      throw refused(stderr);
    },
    async set(name, key) {
      const label = `--label=Mega Mind: key of ${name}`;
      const asked = { env, input: key };
      const { code, stderr } = await run(["store", label, ...attributes(name)], asked);
      if (code !== 0) throw refused(stderr);
    },
    async remove(name) {
      const { code, stderr } = await run(["clear", ...attributes(name)], { env });
      if (code !== 0 && !isAbsent(code, stderr)) throw refused(stderr);
    },
  };
}

/** Whether keys can be kept there: the tool is installed, and something answers it. */
export async function isKeyringThere(env: Environment): Promise<boolean> {
  const probe = ["lookup", "service", "megamind", "provider", "none"];
  const { code, stderr } = await run(probe, { env });
  return code === 0 || (code === 1 && stderr === "");
}

/** No tool, no session, no service, or no such key. */
function isAbsent(code: number | null, stderr: string): boolean {
  return stderr === "" || code === null || /org\.freedesktop\.secrets|d-?bus/i.test(stderr);
}

interface Run {
  /** Null when the tool is not installed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  args: readonly string[],
  { env, input = "" }: { readonly env: Environment; readonly input?: string },
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, { env: { ...env }, timeout: longestWaitMs });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", () => resolve({ code: null, stdout: "", stderr: "" }));
    child.once("close", (code) => {
      if (code === null) reject(refused("it did not answer in time"));
      else resolve({ code, stdout, stderr: stderr.trim() });
    });
    // A tool that ends before it has read the key says so with its code.
    child.stdin.on("error", () => undefined).end(input);
  });
}

function refused(reason: string): UnavailableError {
  const said = reason === "" ? "" : `: ${reason.slice(0, 200)}`;
  return new UnavailableError(`The keyring of this session cannot be used${said}.`, {
    nextSteps: ["Unlock it, or set MEGAMIND_KEYRING=off to keep keys in a file."],
  });
}
