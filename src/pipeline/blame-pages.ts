import type { Diagnostic } from "../core/diagnostic.ts";
import type { GateReport } from "../spec/gate-report.ts";
import type { Feature } from "../spec/plan.ts";

/** The errors of gates that did not pass, by the feature that they are about. */
export interface Blame {
  /** Feature id -> what was found in it. Features without a finding are left out. */
  readonly byFeature: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly errors: readonly Diagnostic[];
}

/** Which of these features the errors of the gates point to, by their files and by the addresses of their pages. */
export function blame(reports: readonly GateReport[], features: readonly Feature[]): Blame {
  const errors = reports
    .filter(({ outcome }) => outcome === "failed" || outcome === "unavailable")
    .flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === "error"));
  const byFeature = features
    .map((feature): [string, readonly Diagnostic[]] => [
      feature.id,
      errors.filter((found) => isAbout(feature, found)),
    ])
    .filter(([, found]) => found.length > 0);
  return { byFeature: new Map(byFeature), errors };
}

function isAbout({ id, blueprint }: Feature, { subject: { file, name } }: Diagnostic): boolean {
  if (file !== null)
    return file.startsWith(`src/features/${id}/`) || blueprint.files.includes(file);
  return name?.startsWith("/") === true && blueprint.routes.some(({ path }) => serves(path, name));
}

/** Whether an address is one of a route's: a parameter stands for any one part. */
function serves(path: string, address: string): boolean {
  const [parts, asked] = [path, address.split(/[?#]/)[0] ?? ""].map((text) => text.split("/"));
  return (
    parts !== undefined &&
    parts.length === asked?.length &&
    parts.every((part, index) => part.startsWith(":") || part === asked[index])
  );
}
