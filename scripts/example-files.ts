import { join } from "node:path";
import { loadSoundCatalog } from "../src/catalog/load-catalog.ts";
import { composePhases } from "../src/generate/compose-phases.ts";
import { planRequest, printGraph } from "../src/pipeline/plan-request.ts";
import { templateFiles } from "../src/pipeline/template-files.ts";

export const projectRoot = join(import.meta.dirname, "..");

/** The examples: folder below `examples/` -> the request it shows. */
export const examples: Readonly<Record<string, string>> = { "tiktok-clone": "TikTok clone" };

/** Looks of which only pictures are shown: folder below `examples/looks/` -> the request. */
export const looks: Readonly<Record<string, string>> = {
  "dark-neon":
    "TikTok clone, dark, neon, videos of at most 5 seconds, comments of at most 40 characters",
};

/** What an example shows beside pictures: request, plan, graph, the list of files, the SQL and who may do what. Paths in its folder. */
export async function exampleFiles(request: string): Promise<ReadonlyMap<string, string>> {
  const catalog = await loadSoundCatalog(join(projectRoot, "templates"));
  const { plan } = planRequest(request, catalog);
  const templates = await templateFiles({ plan, catalog });
  const app = (await composePhases({ plan, templates })).at(-1) ?? new Map();
  const database = [...app].flatMap(([path, content]): readonly [string, string][] =>
    /^supabase\/migrations\/|^docs\/access\.md$/.test(path) && typeof content === "string"
      ? [[path.replace(/^(?:supabase|docs)\//, ""), content]]
      : [],
  );
  return new Map([
    ["request.txt", `${request}\n`],
    ["plan.json", `${JSON.stringify(plan, null, 2)}\n`],
    ["graph.mmd", `${printGraph(plan, "mermaid")}\n`],
    ["files.txt", `${[...app.keys()].join("\n")}\n`],
    ...database,
  ]);
}
