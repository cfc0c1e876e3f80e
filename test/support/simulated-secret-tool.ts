import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { temporaryFolder } from "./temporary-folder.ts";

/** Keeps what it is given as files, like the Secret Service by attributes, and writes down how it was called. */
const script = (folder: string) => `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const folder = ${JSON.stringify(folder)};
appendFileSync(folder + "/calls", process.argv.slice(2).join(" ") + "\\n");
const trouble = folder + "/trouble";
if (existsSync(trouble)) {
  process.stderr.write(readFileSync(trouble, "utf8"));
  process.exit(1);
}
const [action, ...rest] = process.argv.slice(2);
const attributes = rest.filter((word) => !word.startsWith("--")).join(" ");
const file = folder + "/" + Buffer.from(attributes).toString("hex");
if (action === "store") writeFileSync(file, readFileSync(0));
else if (!existsSync(file)) process.exit(1);
else if (action === "lookup") process.stdout.write(readFileSync(file));
else rmSync(file);
`;

export interface SimulatedSecretTool {
  /** Variables under which it is found and used. */
  readonly env: Readonly<Record<string, string>>;
  /** Arguments of all calls, one call a line. */
  calls(): Promise<string>;
  /** From now on every call fails and says this. */
  fail(says: string): Promise<void>;
}

/** A program on this machine that stands for `secret-tool` and a keyring, and is none. */
export async function simulatedSecretTool(): Promise<SimulatedSecretTool> {
  const folder = await temporaryFolder();
  const bin = join(folder, "bin");
  await mkdir(bin);
  const tool = join(bin, "secret-tool");
  await writeFile(tool, script(folder));
  await chmod(tool, 0o755);
  return {
    env: {
      PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`,
      DBUS_SESSION_BUS_ADDRESS: "unix:path=/simulated",
    },
    calls: () => readFile(join(folder, "calls"), "utf8"),
    fail: (says) => writeFile(join(folder, "trouble"), says),
  };
}
