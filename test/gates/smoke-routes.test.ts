import { expect, test } from "vitest";
import { isRoute, smokeRoutes } from "../../src/gates/smoke-routes.ts";
import { planWithRoutes } from "./fixture-app.ts";

test("routes up to the phase are visited, those with parameters by their example", () => {
  const plan = planWithRoutes([
    { path: "/" },
    { path: "/people/:name", example: "/people/mira" },
    { path: "/things/:id" },
    { path: "/later", phase: 2 },
    { path: "/*", phase: 2 },
  ]);
  expect(smokeRoutes(plan, 1)).toEqual({
    visits: ["/", "/people/mira"],
    notVisited: ["/things/:id"],
    patterns: ["/", "/people/:name", "/things/:id"],
  });
  expect(smokeRoutes(plan, 2)).toMatchObject({
    visits: ["/", "/people/mira", "/later"],
    notVisited: ["/things/:id", "/*"],
  });
});

test("an address is a route when every part fits", () => {
  const patterns = ["/", "/people/:name", "/people/:name/edit"];
  expect(
    ["/", "/people/mira", "/people/mira/", "/people/x/edit"].every((path) =>
      isRoute(path, patterns),
    ),
  ).toBe(true);
  expect(["/people", "/people/x/y", "/other"].some((path) => isRoute(path, patterns))).toBe(false);
});
