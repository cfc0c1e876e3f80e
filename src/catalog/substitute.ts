export type ParameterValue = number | string;
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** A `${name}` that stands for no parameter. */
export interface UnknownName {
  readonly name: string;
  readonly path: readonly PropertyKey[];
}

const placeholder = /\$\{([^{}]*)\}/g;

/**
 * A copy of parsed YAML in which `${name}` is replaced: a text that is exactly `${name}` becomes
 * the value with its type, inside a longer text it is printed. A text that then has only digits is
 * a number: `${maxMegabytes}000000` is bytes. The top-level `parameters` stay, because they say what
 * the names mean.
 */
export function substitute(
  source: unknown,
  values: ParameterValues,
): { readonly value: unknown; readonly unknown: readonly UnknownName[] } {
  const unknown: UnknownName[] = [];
  const lookUp = (name: string, path: readonly PropertyKey[]): ParameterValue | undefined => {
    if (Object.hasOwn(values, name)) return values[name];
    unknown.push({ name, path });
    return undefined;
  };
  const visit = (node: unknown, path: readonly PropertyKey[]): unknown => {
    if (typeof node === "string") {
      const whole = /^\$\{([^{}]*)\}$/.exec(node)?.[1];
      if (whole !== undefined) return lookUp(whole, path) ?? node;
      const text = node.replace(placeholder, (found, name: string) =>
        String(lookUp(name, path) ?? found),
      );
      return text !== node && /^\d+$/.test(text) ? Number(text) : text;
    }
    if (Array.isArray(node)) return node.map((item, index) => visit(item, [...path, index]));
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [
        key,
        path.length === 0 && key === "parameters" ? value : visit(value, [...path, key]),
      ]),
    );
  };
  return { value: visit(source, []), unknown };
}
