import { isAsset } from "../asset-path.ts";
import { attempts, notMine, type Fixer } from "../fixer.ts";

/** Styles and media that are there, in a project of Vite that does not say so to the compiler. */
export const assetTypes: Fixer = {
  name: "asset-types",
  codes: ["TS2307", "TS2882"],
  stage: "modules",
  propose: (finding, { source, project }) => {
    const wanted = source.sources.find(
      ({ start, end }) => start <= finding.start && finding.end <= end,
    );
    if (wanted === undefined || !isAsset(wanted.value)) return notMine;
    if (project.resolve(source.path, wanted.value) === null) return notMine;
    const path = "src/vite-env.d.ts";
    const isTaken = project.texts.has(path) || project.facts.paths.has(path);
    if (!project.facts.declaredPackages.has("vite") || isTaken) return notMine;
    const text = '/// <reference types="vite/client" />\n';
    return attempts([{ fixes: [{ kind: "create", path, text }] }]);
  },
};
