import type { Catalog } from "../../catalog/catalog.ts";
import { BugError } from "../../core/errors.ts";
import { describeDesigns } from "../../catalog/describe-catalog.ts";
import { askForObject } from "../../models/ask-for-object.ts";
import type { ModelClient } from "../../models/model-client.ts";
import type { ModelAnswer } from "../../models/model-request.ts";
import { loadPrompt } from "../../models/prompts/load-prompt.ts";
import { renderPrompt } from "../../models/prompts/render-prompt.ts";
import type { Blueprint } from "../../spec/blueprint.ts";
import type { Brief } from "../../spec/brief.ts";
import { checkDesign, iconsOf } from "./check-design.ts";
import { draftSchema } from "./draft.ts";
import { draftToBlueprint } from "./draft-to-blueprint.ts";

export interface DesignOptions {
  readonly catalog: Catalog;
  readonly brief: Brief;
  /** What the app lacks. Titles are told apart. */
  readonly wishes: readonly { readonly title: string; readonly summary: string }[];
  /** What the project says of itself, its README for example; empty for a new one. */
  readonly project: string;
  readonly client: ModelClient;
  readonly signal: AbortSignal;
}

export interface Design {
  /** With the pages of their entities; sound beside the catalog and in the database of the app. */
  readonly blueprints: readonly Blueprint[];
  /** Feature id -> titles of the wishes that it is for. */
  readonly serves: Readonly<Record<string, readonly string[]>>;
  readonly answers: readonly ModelAnswer[];
}

/** Most characters of a project's own words. */
const longestProject = 20_000;

/**
 * Features for what the catalog lacks, designed by a model and checked by the rules of the catalog and of the
 * database. A design with errors is sent back with them, three times at most. No wishes: nothing is asked.
 * @throws BugError when the catalog has nothing to make pages of, NoProviderError with the findings when the design stays wrong, and all that `ModelClient.ask` throws.
 */
export async function designFeatures(options: DesignOptions): Promise<Design> {
  const { catalog, brief, wishes, client, signal } = options;
  if (wishes.length === 0) return { blueprints: [], serves: {}, answers: [] };
  const { pages } = catalog;
  if (pages === null) throw new BugError("The catalog has nothing to make pages of.");
  const prompt = await loadPrompt("design-features");
  const titles = wishes.map(({ title }) => title);
  const { value, answers } = await askForObject(client, {
    ...renderPrompt(prompt, {
      catalog: describeDesigns(catalog),
      icons: iconsOf(pages).join(", "),
      app: appText(brief),
      wishes: JSON.stringify(
        wishes.map(({ title, summary }) => ({ title, summary })),
        null,
        2,
      ),
      project: options.project.slice(0, longestProject),
    }),
    name: "features",
    schema: draftSchema,
    check: ({ features }) => checkDesign(features, { catalog, pages, brief, wishes: titles }),
    mostRepairs: 3,
    maxOutputTokens: 16_000,
    effort: null,
    signal,
  });
  const blueprints = value.features.flatMap(
    (draft) => draftToBlueprint(draft, pages).blueprint ?? [],
  );
  const serves = Object.fromEntries(value.features.map(({ id, wishes: own }) => [id, own]));
  return { blueprints, serves, answers };
}

function appText({ appName, features, excluded }: Brief): string {
  const ids = (list: Brief["features"]) => list.map(({ id }) => id).join(", ") || "none";
  return `Name: ${appName}\nFeatures it has: ${ids(features)}\nFeatures it must not have: ${ids(excluded)}`;
}
