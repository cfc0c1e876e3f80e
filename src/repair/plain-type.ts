/** The type of a literal value, or null for others. */
export function literalType(value: unknown): string | null {
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" ? type : null;
}

/** The type in what an editor shows of a variable, when it can be written anywhere; else null. */
export function plainType(shown: string): string | null {
  const declared = /(?:const|let|var|parameter\)|property\)) [\w.]+\??: ([^\n]+)/
    .exec(shown)?.[1]
    ?.trim();
  if (declared === undefined) return null;
  if (/^(?:string|number|boolean)(?:\[\])?$/.test(declared)) return declared;
  if (/^".*"$/.test(declared)) return "string";
  return /^-?\d+(?:\.\d+)?$/.test(declared) ? "number" : null;
}
