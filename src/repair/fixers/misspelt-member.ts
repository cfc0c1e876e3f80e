import { nearestTexts } from "../../core/nearest-text.ts";
import type { Finding } from "../finding.ts";
import {
  attempts,
  editFile,
  editOf,
  none,
  notMine,
  type Fixer,
  type FixerContext,
} from "../fixer.ts";
import { renameAt } from "../rename-at.ts";
import type { Span } from "../syntax-tree.ts";

/** A property, attribute or literal that is misspelt: what the compiler means, or what the type has that reads the same. */
export const misspeltMember: Fixer = {
  name: "misspelt-member",
  codes: ["TS2551", "TS2339", "TS2561", "TS2353", "TS2820", "TS2322", "TS2769", "TS2568"],
  stage: "types",
  reveals: true,
  propose: async (finding, context) => {
    const { source } = context;
    const meant = /'([^']+)' does not exist [^]*Did you mean (?:to write )?'([^']+)'\?/.exec(
      finding.message,
    );
    if (meant !== null) return renameMember(finding, { source, from: meant[1], to: meant[2] });
    const literal = /Type '"([^"]*)"' is not assignable [^]*Did you mean '"([^"]*)"'\?/.exec(
      finding.message,
    );
    if (literal !== null)
      return renameLiteral(finding, { source, from: literal[1], to: literal[2] });
    if (finding.code !== "TS2339") return notMine;
    return nearestMember(finding, context);
  },
};

interface Renaming {
  readonly source: FixerContext["source"];
  readonly from: string | undefined;
  readonly to: string | undefined;
}

function renameMember(finding: Finding, { source, from = "", to = "" }: Renaming) {
  const place = placeOf(from, finding, source.text);
  return place === null
    ? none(`${from} is not written at the place that the compiler names`)
    : editFile(source, renameAt(source, place, to));
}

function renameLiteral(finding: Finding, { source, from = "", to = "" }: Renaming) {
  const around = source.around(finding);
  const inside = source.text.slice(finding.start, finding.end).includes(from)
    ? finding
    : (around.findLast(({ start, end }) => source.text.slice(start, end).includes(from)) ??
      finding);
  const place = placeOf(from, inside, source.text);
  return place === null
    ? none(`${from} is not written at the place that the compiler names`)
    : editFile(source, { ...place, text: to });
}

/** Where the name stands in the range of the finding, when it does so exactly once as a whole word. */
function placeOf(name: string, { start, end }: Span, text: string): Span | null {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const found = [
    ...text.slice(start, end).matchAll(new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, "g")),
  ];
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  return { start: start + only.index, end: start + only.index + name.length };
}

async function nearestMember(finding: Finding, { source, server }: FixerContext) {
  const name = source.text.slice(finding.start, finding.end);
  const members = await server.completions(finding.file, finding.start);
  const plain = (text: string) => text.replaceAll(/[_-]/g, "").toLowerCase();
  const same = members.filter((member) => plain(member) === plain(name) && member !== name);
  const near = nearestTexts(name, { candidates: members, limit: 2 }).filter(
    (other) => other !== name,
  );
  const found = [...new Set([...same, ...near])];
  return found.length === 0
    ? none(`the type has nothing that is called ${name} or nearly so`)
    : attempts(found.map((member) => editOf(source, renameAt(source, finding, member))));
}
