import { expect, test } from "vitest";
import { understandRequest } from "../../src/intake/understand-request.ts";
import { assemblePlan } from "../../src/plan/assemble-plan.ts";
import { printGraph } from "../../src/plan/print-graph.ts";
import { socialCatalog } from "../support/social-catalog.ts";

const plan = assemblePlan(understandRequest("profiles", socialCatalog).brief, socialCatalog);

test("Mermaid", () => {
  expect(printGraph(plan, "mermaid")).toMatchInlineSnapshot(`
    "flowchart TD
      subgraph phase1["1. Accounts and profiles"]
        f_shell["Shell"]
        f_auth["Accounts"]
        f_profiles["Profiles"]
      end
      f_auth --> f_profiles"
  `);
});

test("DOT", () => {
  expect(printGraph(plan, "dot")).toMatchInlineSnapshot(`
    "digraph features {
      rankdir=LR;
      node [shape=box];
      subgraph cluster_1 {
        label="1. Accounts and profiles";
        "shell" [label="Shell"];
        "auth" [label="Accounts"];
        "profiles" [label="Profiles"];
      }
      "auth" -> "profiles";
    }"
  `);
});

test("JSON is the graph and its phases", () => {
  expect(JSON.parse(printGraph(plan, "json"))).toMatchObject({
    nodes: ["auth", "profiles", "shell"],
    edges: [{ from: "auth", to: "profiles", kind: "requires" }],
    phases: [{ number: 1, features: ["shell", "auth", "profiles"] }],
  });
});
