import { join } from "node:path";
import { loadSoundCatalog } from "../../../src/catalog/load-catalog.ts";
import { loadConventions } from "../../../src/catalog/load-conventions.ts";
import { withDesigned } from "../../../src/catalog/with-designed.ts";
import { composeApp } from "../../../src/generate/compose-app.ts";
import { describeApp } from "../../../src/generate/model-files/describe-app.ts";
import { featureContracts } from "../../../src/generate/model-files/feature-contract.ts";
import { templateFiles } from "../../../src/pipeline/template-files.ts";
import { assemblePlan } from "../../../src/plan/assemble-plan.ts";
import { blueprintSchema, type Blueprint } from "../../../src/spec/blueprint.ts";
import { plantsFeature } from "../entity-pages/designed-plants.ts";

const templates = join(import.meta.dirname, "..", "..", "..", "templates");

const owned = (name: string, parts: Readonly<Record<string, unknown>> = {}) => ({
  name,
  table: `${name}s`,
  title: `${name[0]?.toUpperCase()}${name.slice(1)}`,
  fields: [
    { name: "title", type: "text", min: 1, max: 80 },
    { name: "notes", type: "text", max: 500, required: false },
  ],
  references: [{ field: "owner_id", to: "profile" }],
  owner: "owner_id",
  access: { select: "signed-in", insert: "owner", update: "owner", delete: "owner" },
  ...parts,
});

function featureOf(id: string, entities: readonly unknown[]): Blueprint {
  const title = `${id[0]?.toUpperCase()}${id.slice(1)}`;
  return blueprintSchema.parse({
    id,
    title,
    summary: `People keep ${id} and share them.`,
    entities,
    files: [`src/features/${id}/types.ts`],
    acceptance: [`Somebody adds one of the ${id} and finds it again.`],
  });
}

const stop = owned("stop", {
  references: [
    { field: "trip_id", to: "trip" },
    { field: "owner_id", to: "profile" },
  ],
});

const loan = owned("loan", {
  fields: [],
  references: [
    { field: "tool_id", to: "tool" },
    { field: "owner_id", to: "profile" },
  ],
  key: ["tool_id", "owner_id"],
});

/** One with three kinds of rows, one with two, one with a button, and one with a single kind. */
const designed = [
  plantsFeature,
  featureOf("trips", [owned("trip"), stop]),
  featureOf("tools", [owned("tool"), loan]),
  featureOf("recipes", [owned("recipe")]),
];

/** An app of features that no catalog knows, by default all four, as far as it is there before models write. */
export async function fourFeatures(ids: readonly string[] = designed.map(({ id }) => id)) {
  const wanted = designed.filter(({ id }) => ids.includes(id));
  const catalog = withDesigned(await loadSoundCatalog(templates), wanted);
  const brief = {
    request: "plants, trips, tools and recipes",
    appName: "Homestead",
    slug: "homestead",
    features: wanted.map(({ id, title }) => ({ id, evidence: title })),
    excluded: [],
    parameters: {},
    assumptions: [],
    notUnderstood: [],
  };
  const plan = assemblePlan(brief, catalog);
  const upTo = plan.phases.length;
  const app = await composeApp({ plan, upTo, templates: await templateFiles({ plan, catalog }) });
  const shared = describeApp({ plan, app }, await loadConventions(templates));
  const apps = plan.phases.map(() => app);
  return { catalog, plan, apps, shared, contracts: featureContracts(plan, apps) };
}
