import type { Feature, ModelCost, Phase, Plan } from "../spec/plan.ts";

interface EstimateInput {
  /** How long the prompt is that asks for the files of a feature, without what it says of that feature. */
  readonly promptCharacters: number;
  /** Dollars for so many tokens, or null when the price is not known. */
  readonly usdOf: (tokens: Pick<ModelCost, "inputTokens" | "outputTokens">) => number | null;
}

const charactersPerToken = 3.7;
/** What a feature's worker is told of the app and of the code around it. */
const contextTokens = 17_500;
/** A page as we print it, which the worker is shown. */
const tokensPerPrintedPage = 850;
/** A page as a model writes it. */
const tokensPerWrittenPage = 1800;

/**
 * The plan with what models are expected to be asked for each phase: one call for every designed feature, which gets
 * its contract and gives its pages. Phases without designed features stay as they are.
 */
export function estimatePhases(plan: Plan, input: EstimateInput): Plan {
  return { ...plan, phases: plan.phases.map((phase) => estimated(phase, { plan, input })) };
}

function estimated(
  phase: Phase,
  { plan, input }: { readonly plan: Plan; readonly input: EstimateInput },
): Phase {
  const designed = plan.features.filter(
    ({ id, origin }) => origin === "designed" && phase.features.includes(id),
  );
  if (designed.length === 0) return phase;
  const costs = designed.map((feature) => costOf(feature, input));
  const sum = (part: (cost: Tokens) => number) => costs.reduce((all, cost) => all + part(cost), 0);
  const tokens = {
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
  };
  return { ...phase, estimate: { calls: designed.length, ...tokens, usd: input.usdOf(tokens) } };
}

type Tokens = Pick<ModelCost, "inputTokens" | "outputTokens">;

function costOf({ id, blueprint }: Feature, { promptCharacters }: EstimateInput): Tokens {
  const contract = JSON.stringify(blueprint).length;
  const pages = blueprint.files.filter((path) => isPage(path, id)).length;
  const inputTokens =
    Math.ceil((promptCharacters + contract) / charactersPerToken) +
    contextTokens +
    pages * tokensPerPrintedPage;
  return { inputTokens, outputTokens: pages * tokensPerWrittenPage };
}

/** Queries, types and tests are the contract of a worker, not its work. */
function isPage(path: string, id: string): boolean {
  const isTest = path.endsWith(".test.tsx");
  return path.startsWith(`src/features/${id}/`) && path.endsWith(".tsx") && !isTest;
}
