import type { Plan } from "../spec/plan.ts";

/** Formats in which a graph can be printed. */
export const graphFormats = ["mermaid", "dot", "json"] as const;
export type GraphFormat = (typeof graphFormats)[number];

/** The feature graph, phases as groups; arrows go from what is needed to what needs it, dashed for a mere order. */
export function printGraph(plan: Plan, format: GraphFormat): string {
  switch (format) {
    case "mermaid":
      return printMermaid(plan);
    case "dot":
      return printDot(plan);
    case "json":
      return JSON.stringify(
        {
          ...plan.graph,
          phases: plan.phases.map(({ number, title, features }) => ({ number, title, features })),
        },
        null,
        2,
      );
  }
}

function printMermaid(plan: Plan): string {
  const groups = plan.phases.flatMap((phase) => [
    `  subgraph phase${phase.number}["${quoteMermaid(`${phase.number}. ${phase.title}`)}"]`,
    ...phase.features.map((id) => `    ${node(id)}["${quoteMermaid(titleOf(plan, id))}"]`),
    "  end",
  ]);
  const edges = plan.graph.edges.map(
    ({ from, to, kind }) => `  ${node(from)} ${kind === "requires" ? "-->" : "-.->"} ${node(to)}`,
  );
  return ["flowchart TD", ...groups, ...edges].join("\n");
}

function printDot(plan: Plan): string {
  const groups = plan.phases.flatMap((phase) => [
    `  subgraph cluster_${phase.number} {`,
    `    label=${JSON.stringify(`${phase.number}. ${phase.title}`)};`,
    ...phase.features.map(
      (id) => `    ${JSON.stringify(id)} [label=${JSON.stringify(titleOf(plan, id))}];`,
    ),
    "  }",
  ]);
  const edges = plan.graph.edges.map(({ from, to, kind }) => {
    const style = kind === "requires" ? "" : " [style=dashed]";
    return `  ${JSON.stringify(from)} -> ${JSON.stringify(to)}${style};`;
  });
  return [
    "digraph features {",
    "  rankdir=LR;",
    "  node [shape=box];",
    ...groups,
    ...edges,
    "}",
  ].join("\n");
}

function titleOf(plan: Plan, id: string): string {
  return plan.features.find((feature) => feature.id === id)?.title ?? id;
}

/** Mermaid reads a few words as syntax (`end`), so nodes have a prefix. */
function node(id: string): string {
  return `f_${id.replaceAll("-", "_")}`;
}

function quoteMermaid(text: string): string {
  return text.replaceAll('"', "#quot;");
}
