import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "./temporary-folder.ts";

/** Keeps entries as files, and fails as it is told; the options that pin the store are required. */
const nativeModule = (folder: string) => `
  import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
  const trouble = (when) => {
    const file = ${JSON.stringify(folder)} + "/trouble-" + when;
    if (existsSync(file)) throw new Error(readFileSync(file, "utf8"));
  };
  trouble("load");
  export class AsyncEntry {
    constructor(service, account, options) {
      if (options?.linux?.store !== "secret-service") throw new Error("not pinned to a store");
      if (existsSync(${JSON.stringify(folder)} + "/hangs")) for (;;);
      if (existsSync(${JSON.stringify(folder)} + "/breaks")) process.abort();
      trouble("connect");
      this.file = ${JSON.stringify(folder)} + "/entries/" + Buffer.from(service + " " + account).toString("hex");
    }
    async getPassword() {
      trouble("use");
      return existsSync(this.file) ? readFileSync(this.file, "utf8") : null;
    }
    async setPassword(key) {
      trouble("use");
      writeFileSync(this.file, key);
    }
    async deleteCredential() {
      trouble("use");
      const wasThere = existsSync(this.file);
      rmSync(this.file, { force: true });
      return wasThere;
    }
  }
`;

export interface SimulatedKeyring {
  /** Variables under which every process of ours finds it instead of the native module. */
  readonly env: Readonly<Record<string, string>>;
  /** How many entries it holds. */
  entries(): Promise<number>;
  /** From now on it fails like this when its module loads, when it is connected to, or when an entry is used. */
  fail(when: "load" | "connect" | "use", says: string): Promise<void>;
  /** From now on whoever connects waits for ever, or dies. */
  become(state: "hangs" | "breaks"): Promise<void>;
}

/** Stands for the native module `@napi-rs/keyring` and a keyring behind it, and is none. */
export async function simulatedKeyring(): Promise<SimulatedKeyring> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "entries"));
  const url = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  const hook = url(`
    import { registerHooks } from "node:module";
    registerHooks({ resolve(specifier, context, next) {
      if (specifier !== "@napi-rs/keyring") return next(specifier, context);
      return { url: ${JSON.stringify(url(nativeModule(folder)))}, format: "module", shortCircuit: true };
    } });
  `);
  return {
    env: { NODE_OPTIONS: `--import ${hook}`, DBUS_SESSION_BUS_ADDRESS: "unix:path=/simulated" },
    entries: async () => (await readdir(join(folder, "entries"))).length,
    fail: (when, says) => writeFile(join(folder, `trouble-${when}`), says),
    become: (state) => writeFile(join(folder, state), ""),
  };
}
