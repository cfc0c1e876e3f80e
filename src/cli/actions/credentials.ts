import { resolve } from "node:path";
import { z } from "zod";
import { InputError } from "../../core/errors.ts";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { createCredentialStore } from "../../models/credential-store.ts";
import {
  credentialNames,
  keyEnd,
  keyVariable,
  readCredentialName,
  readKey,
  type CredentialName,
  type CredentialStore,
} from "../../models/credentials.ts";
import { readSecret } from "../read-secret.ts";
import { withInterrupt } from "../interrupt.ts";
import { withJsonErrors } from "../json-errors.ts";
import { printJson, printLine, printNote } from "../output/console.ts";
import { credentialLines, type ListedCredential } from "../output/credential-lines.ts";

const optionsSchema = z.object({ json: z.boolean(), configFolder: z.string() });

/** `megamind credentials set`: takes the key from stdin or a hidden prompt; arguments hold the provider alone. */
export async function credentialsSet(args: readonly string[], given: unknown): Promise<ExitCode> {
  return withStore(given, async (store, json) => {
    const [provider = "", ...rest] = args;
    if (rest.length > 0) throw keyOnCommandLine();
    const name = readCredentialName(provider);
    // A store that is damaged is told before somebody types a key.
    await store.read();
    const key = readKey(await withInterrupt((signal) => readSecret(`Key of ${name}: `, signal)));
    const place = await store.set(name, key);
    if (json) printJson({ provider: name, place, ...environmentOf(name) });
    else printLine(`The key of ${name} is stored in ${place}.`);
    noteEnvironment(name, { json });
  });
}

/** `megamind credentials list`: whose keys there are, of each at most its last 4 characters. */
export async function credentialsList(given: unknown): Promise<ExitCode> {
  return withStore(given, async (store, json) => {
    const { stored, place, noKeyring } = await store.look();
    const listed = credentialNames.map((name): ListedCredential => {
      const own = stored.find((each) => each.name === name);
      const { variable } = environmentOf(name);
      return {
        provider: name,
        variable,
        variableEndsIn: variable === null ? null : keyEnd(process.env[variable]?.trim() ?? ""),
        storedEndsIn: own === undefined ? null : keyEnd(own.key),
        storedIn: own?.place ?? null,
      };
    });
    if (json) printJson({ place, noKeyring, credentials: listed });
    else credentialLines(listed, { place, noKeyring }).forEach(printLine);
  });
}

/** `megamind credentials remove`: forgets a stored key; when there is none, it says so and ends with 0. */
export async function credentialsRemove(provider: string, given: unknown): Promise<ExitCode> {
  return withStore(given, async (store, json) => {
    const name = readCredentialName(provider);
    const isRemoved = await store.remove(name);
    if (json) printJson({ provider: name, isRemoved, ...environmentOf(name) });
    else printLine(isRemoved ? `The key of ${name} is removed.` : `No key of ${name} was stored.`);
    noteEnvironment(name, { json });
  });
}

async function withStore(
  given: unknown,
  work: (store: CredentialStore, json: boolean) => Promise<void>,
): Promise<ExitCode> {
  const { json, configFolder } = optionsSchema.parse(given);
  return withJsonErrors(json, async () => {
    const folder = resolve(configFolder);
    await work(createCredentialStore({ folder, env: process.env }), json);
    return exitCode.done;
  });
}

/** The variable that is set and wins over the store. */
function environmentOf(name: CredentialName): { readonly variable: string | null } {
  const variable = keyVariable[name];
  return { variable: (process.env[variable]?.trim() ?? "") === "" ? null : variable };
}

function noteEnvironment(name: CredentialName, { json }: { readonly json: boolean }): void {
  const { variable } = environmentOf(name);
  if (variable !== null && !json) printNote(`${variable} is set and wins over stored keys.`);
}

function keyOnCommandLine(): InputError {
  return new InputError("Only the provider belongs on the command line. Nothing was stored.", {
    nextSteps: [
      "Type the key at the prompt, or pipe it: megamind credentials set <provider> < key.txt",
      "A key that was in the command is now in the shell's history: better make a new one.",
    ],
  });
}
