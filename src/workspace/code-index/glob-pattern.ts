/**
 * A glob as a pattern for whole paths with forward slashes: `**` stands for any folders, `*` and `?` for letters of one
 * name, `{a,b}` for one of several. Everything else stands for itself.
 */
export function globPattern(glob: string): RegExp {
  let depth = 0;
  const source = glob.replaceAll(/\*\*\/|\*\*|[*?{},]|[.+^$()|[\]\\]/g, (part) => {
    switch (part) {
      case "**/":
        return "(?:[^/]+/)*";
      case "**":
        return ".*";
      case "*":
        return "[^/]*";
      case "?":
        return "[^/]";
      case "{":
        depth += 1;
        return "(?:";
      case "}":
        if (depth === 0) return "\\}";
        depth -= 1;
        return ")";
      case ",":
        return depth > 0 ? "|" : ",";
      default:
        return `\\${part}`;
    }
  });
  return new RegExp(`^${source}${")".repeat(depth)}$`);
}
