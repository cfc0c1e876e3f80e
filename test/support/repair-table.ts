import type { PlayedRepair } from "./repair-scene.ts";

/** What models cost in each scene and what came of it, as lines of a table. */
export function repairTable(played: ReadonlyMap<string, PlayedRepair>): readonly string[] {
  const rows = [...played].map(([name, scene]) => [name, ...cellsOf(scene)]);
  const all = [["model", "rounds", "calls", "dollars", "verdicts", "result"], ...rows];
  const widths = all[0]?.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0))) ?? [];
  return all.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function cellsOf({ attempts, calls, usd, result }: PlayedRepair): readonly string[] {
  const byModel = attempts.filter(({ by }) => by === "model");
  const fixed = attempts.some(({ by }) => by === "fixers") ? ["fixers"] : [];
  const verdicts = [...fixed, ...byModel.map(({ strategy, verdict }) => `${strategy} ${verdict}`)];
  return [
    String(Math.max(0, ...byModel.map(({ round }) => round))),
    String(calls),
    usd.toFixed(4),
    verdicts.join(", "),
    result,
  ];
}
