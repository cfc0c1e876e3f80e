import type { Gate, GateResult, ProjectContext } from "../../../src/gates/gate.ts";
import { bareApp } from "../fixture-app.ts";

/** Runs a gate over a small project in a folder of its own. */
export async function scan(
  gate: Gate<ProjectContext>,
  files: Readonly<Record<string, string>>,
): Promise<GateResult> {
  const root = await bareApp(files);
  return gate.run({ root, cacheFolder: root, signal: new AbortController().signal });
}

/** What a reader of the findings looks at first: `code file name`. */
export function shortly({ diagnostics }: GateResult): readonly string[] {
  return diagnostics.map(({ code, subject: { file, name } }) =>
    [code, file, name].filter((part) => part !== null).join(" "),
  );
}
