import { compareText } from "../../core/compare-text.ts";
import { attempts, editOf, none, type Fixer, type FixerContext } from "../fixer.ts";
import { takeName } from "../import-edits.ts";
import { importVotes } from "../import-votes.ts";
import { packageName } from "./missing-package.ts";

/**
 * A name that nothing declares but some module gives: it is imported from where the rest of the project takes it,
 * else from a file of the project, else from a package that `package.json` names.
 */
export const missingName: Fixer = {
  name: "missing-name",
  codes: ["TS2304", "TS2552", "TS2503", "TS2686", "TS2693", "TS2749", "TS2582", "TS2593"],
  stage: "names",
  propose: async (finding, context) => {
    const name = context.source.text.slice(finding.start, finding.end);
    const actions = await context.server.quickFixes(finding);
    const offers = actions.flatMap(({ title, edits }) => {
      const from = /^(?:Add|Update) import from "(.+)"$/.exec(title)?.[1];
      return from === undefined || edits.length === 0 ? [] : [{ from, edits }];
    });
    const votes = importVotes(name, context);
    const ranked = offers
      .filter(({ from }) => isAllowed(from, context))
      .map((offer) => ({ ...offer, votes: votes.get(offer.from) ?? 0 }))
      .toSorted(
        (left, right) =>
          right.votes - left.votes ||
          Number(isPackage(left.from, context)) - Number(isPackage(right.from, context)) ||
          left.from.length - right.from.length ||
          compareText(left.from, right.from),
      );
    const [first] = ranked;
    const [voted] = [...votes].toSorted((left, right) => right[1] - left[1]);
    if (first === undefined && voted !== undefined && !voted[0].startsWith(".")) {
      // The compiler knows of nothing, the rest of the project does.
      const isType = finding.code === "TS2503";
      return attempts([
        editOf(context.source, takeName(context.source, { name, from: voted[0], isType })),
      ]);
    }
    if (first === undefined) return none(`no module of the project or its packages gives ${name}`);
    const chosen = first.votes > 0 ? ranked.filter(({ votes: count }) => count > 0) : ranked;
    return attempts(chosen.map(({ edits }) => editOf(context.source, ...edits)));
  },
};

function isPackage(from: string, { project, source }: FixerContext): boolean {
  return project.resolve(source.path, from) === null;
}

/** Packages that others brought along may go with them; what is inside of a package is not for us. */
function isAllowed(from: string, context: FixerContext): boolean {
  if (!isPackage(from, context)) return true;
  if (from.startsWith("node:")) return true;
  if (/\/(?:internal|dist|src|lib|build)(?:\/|$)/.test(from)) return false;
  return context.project.facts.declaredPackages.has(packageName(from));
}
