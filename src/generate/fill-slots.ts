import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { Slot } from "../spec/blueprint.ts";
import { readDirective } from "./directives.ts";
import { addImports } from "./imports.ts";
import type { SlotEntry } from "./slot-entries.ts";

interface FillInput {
  readonly file: string;
  readonly text: string;
  /** Slots declared for this file, by name. */
  readonly slots: ReadonlyMap<string, Slot>;
  readonly entries: readonly SlotEntry[];
}

/** Replaces every slot marker by its entries, in order, and adds the imports they need. */
export function fillSlots(input: FillInput): {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const used: SlotEntry[] = [];
  const lines = input.text.split("\n").flatMap((line, index) => {
    const directive = readDirective(line);
    if (directive === null || directive === "malformed" || directive.kind !== "slot") return [line];
    const slot = input.slots.get(directive.name);
    if (slot === undefined) {
      diagnostics.push(
        diagnostic({
          code: "compose-slot",
          message: `The marker names the slot "${directive.name}", which no blueprint declares for this file.`,
          file: input.file,
          line: index + 1,
          fix: "Declare the slot in the blueprint that owns the file, or remove the marker.",
        }),
      );
      return [];
    }
    const entries = input.entries.filter((entry) => entry.slot === slot.name);
    used.push(...entries);
    const indent = /^\s*/.exec(line)?.[0] ?? "";
    return entries.map((entry) => indent + renderEntry(entry, slot));
  });
  const imports = used.flatMap((entry) => entry.imports);
  const text = lines.join("\n");
  return {
    text: imports.length === 0 ? text : addImports(text, { file: input.file, imports }),
    diagnostics,
  };
}

function renderEntry(entry: SlotEntry, slot: Slot): string {
  if (entry.body.kind === "code") return entry.body.code;
  const { name } = entry.body;
  switch (slot.kind) {
    case "jsx":
      return `<${[name, ...slot.props.map((prop) => `${prop}={${prop}}`)].join(" ")} />`;
    case "list":
      return `${name},`;
    case "call":
      return `await ${name}(${slot.props.join(", ")});`;
  }
}
