import type { Session } from "../../src/backend/session.ts";

export interface PolicyMutant {
  readonly table: string;
  readonly sql: string;
}

/**
 * Every policy of the public schema opened, closed, dropped and, where it checks what an update leaves,
 * without that check; and every part of a condition left out in turn.
 */
export async function policyMutants(session: Session): Promise<readonly PolicyMutant[]> {
  const { rows } = await session.query(
    "select tablename, policyname, cmd, qual, with_check from pg_policies where schemaname = 'public' order by tablename, policyname",
  );
  return rows.flatMap((row) => {
    const table = String(row["tablename"]);
    const on = `policy ${String(row["policyname"])} on public.${table}`;
    const clause = row["cmd"] === "INSERT" ? "with check" : "using";
    const condition = String(row["cmd"] === "INSERT" ? row["with_check"] : row["qual"]);
    const weaker = condition === "true" ? [] : ["true", ...partsLeftOut(condition)];
    return [
      ...["false", ...weaker].map((text) => `alter ${on} ${clause} (${text})`),
      `drop ${on}`,
    ].map((sql) => ({ table, sql }));
  });
}

/** A condition with one operand of a top-level `and` or `or` left out; Postgres prints them in brackets. */
function partsLeftOut(condition: string): readonly string[] {
  for (const operator of [" AND ", " OR "]) {
    const parts = topLevelParts(condition.replace(/^\((.*)\)$/s, "$1"), operator);
    if (parts.length > 1) {
      return parts.map((_, left) => parts.filter((__, index) => index !== left).join(operator));
    }
  }
  return [];
}

function topLevelParts(text: string, operator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === "(") depth += 1;
    if (text[index] === ")") depth -= 1;
    if (depth === 0 && text.startsWith(operator, index)) {
      parts.push(text.slice(start, index));
      start = index + operator.length;
    }
  }
  return [...parts, text.slice(start)];
}
