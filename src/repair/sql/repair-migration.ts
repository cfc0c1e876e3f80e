import type { Node } from "@pgsql/types";
import { printSql } from "../../schema/ast/print-sql.ts";

interface RepairMigration {
  /** Path of the newest migration: `supabase/migrations/20250101000003_feed.sql`. */
  readonly newest: string;
  readonly nodes: readonly Node[];
}

/** Path and text of the migration that runs these statements after all others; null where migrations have no versions. */
export function repairMigration({
  newest,
  nodes,
}: RepairMigration): { readonly path: string; readonly text: string } | null {
  const [, folder = "", version] = /^(.*\/)?(\d+)_[^/]*$/.exec(newest) ?? [];
  if (version === undefined) return null;
  const statements = nodes.map((node) => `${printSql(node)};`);
  const text = ["-- What the database lacked.", ...statements].join("\n\n");
  return { path: `${folder}${versionAfter(version)}_repair.sql`, text: `${text}\n` };
}

/** The next version: of a time the next second, of a number the next number with as many digits. */
function versionAfter(version: string): string {
  const time = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(version);
  const [year = 0, month = 0, ...rest] = (time ?? []).slice(1).map(Number);
  const [day = 0, hour = 0, minute = 0, second = 0] = rest;
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isTime = time !== null && stamp(at) === version;
  if (isTime) return stamp(new Date(at.getTime() + 1000));
  return String(BigInt(version) + 1n).padStart(version.length, "0");
}

function stamp(at: Date): string {
  return at.toISOString().replace(/\D/g, "").slice(0, 14);
}
