import type { DescribedModel, DescribedModels, LiveCheck } from "../../pipeline/describe-models.ts";
import type { ModelSetup } from "../../pipeline/model-setup.ts";
import { columnWidth } from "./columns.ts";
import { thousands } from "./cost-lines.ts";
import { formatDuration } from "./format-duration.ts";
import { paint } from "./paint.ts";

interface Shown extends DescribedModels, Pick<ModelSetup, "settings" | "budgetUsd" | "file"> {
  readonly configFolder: string;
}

/** That no model is asked, why, and how to change it. */
export function offlineLines({ settings, configFolder }: Shown): readonly string[] {
  const isWanted = settings.provider === "offline";
  return [
    isWanted
      ? "Offline, as the settings say: no model is asked."
      : "Offline: no provider is configured, so no model is asked. Everything in the catalog works without.",
    "",
    ...(isWanted
      ? ["To ask one, name another --provider, or change MEGAMIND_PROVIDER or the settings file."]
      : [
          "To ask one, do one of these:",
          "  megamind credentials set anthropic",
          "  megamind credentials set openai",
          "  export ANTHROPIC_API_KEY=... or OPENAI_API_KEY=...",
          "  export OPENAI_BASE_URL=http://localhost:11434/v1 MEGAMIND_MODEL=<name> for a server on this machine",
        ]),
    "",
    `Settings: ${configFolder}/settings.yaml`,
  ];
}

/** Providers, the models of each tier in the order in which they are asked, and their prices. */
export function modelLines({ providers, models, budgetUsd, file }: Shown): readonly string[] {
  const idWidth = columnWidth(providers.map(({ id }) => id));
  const addressWidth = columnWidth(providers.map(({ address }) => address));
  return [
    "Providers",
    ...providers.map(
      ({ id, address, keyFrom }) =>
        `  ${id.padEnd(idWidth)}  ${address.padEnd(addressWidth)}  ${keyText(keyFrom)}`,
    ),
    "",
    "Models, in the order in which they are asked; dollars for a million tokens",
    ...tableLines(models),
    "",
    `Budget    ${budgetUsd === null ? "no limit" : `$${budgetUsd.toFixed(2)} a run`}`,
    `Settings  ${file ?? "no file"}`,
  ];
}

function keyText(keyFrom: string | null): string {
  if (keyFrom === null) return "no key";
  return keyFrom === "stored" ? "stored key" : `key from ${keyFrom}`;
}

function tableLines(models: readonly DescribedModel[]): readonly string[] {
  const head = ["tier or task", "provider", "model", "input", "cached", "output", "price as of"];
  const rows = models.map(({ task, tier, provider, model, price, source, asOf }) => [
    task ?? tier,
    provider,
    model,
    ...(price === null
      ? ["unknown", "", "", ""]
      : [
          dollars(price.input),
          dollars(price.cacheRead),
          dollars(price.output),
          `${asOf ?? "your settings"}${source === "inferred" ? ", inferred from a similar name" : ""}`,
        ]),
  ]);
  const widths = head.map((_, column) =>
    columnWidth([head, ...rows].map((row) => row[column] ?? "")),
  );
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
  return [paint.dim(line(head)), ...rows.map(line)];
}

/** At least cents; as many digits as a price has. */
function dollars(usd: number): string {
  const text = String(usd);
  return /\.\d{2,}$/.test(text) ? text : usd.toFixed(2);
}

/** Which providers answered, and what to do about those that did not. */
export function liveLines(checks: readonly LiveCheck[]): readonly string[] {
  const width = columnWidth(checks.map(({ provider }) => provider));
  return [
    "",
    "Live check, one call each",
    ...checks.flatMap((check) => [
      `  ${mark(check)} ${check.provider.padEnd(width)}  ${check.model}  ${saysOf(check)}`,
      ...check.nextSteps.map((step) => `       ${" ".repeat(width)}  ${paint.cyan(step)}`),
    ]),
  ];
}

function mark({ outcome }: LiveCheck): string {
  if (outcome === "reply") return paint.green("ok  ");
  return outcome === "skipped" ? paint.yellow("n/a ") : paint.red("FAIL");
}

function saysOf({ outcome, detail, durationMs, cost, limits }: LiveCheck): string {
  if (outcome === "skipped") return detail;
  const time = formatDuration(durationMs);
  if (outcome !== "reply") return `${outcome}: ${detail} (${time})`;
  const price = cost.usd === null ? "price unknown" : `$${cost.usd.toFixed(6)}`;
  return `answered in ${time}, ${price}${limitsText(limits)}`;
}

/** Nothing where nobody says. */
function limitsText({ maxInput, maxOutput }: LiveCheck["limits"]): string {
  const parts = [
    ...(maxInput === null ? [] : [`prompts up to ${thousands(maxInput)}`]),
    ...(maxOutput === null ? [] : [`answers up to ${thousands(maxOutput)}`]),
  ];
  return parts.length === 0 ? "" : `; ${parts.join(", ")} tokens`;
}
