import { formatSource } from "./format-source.ts";

export type FormatSource = typeof formatSource;

/** `formatSource` that formats the same text of a file once: most files are the same in all phases. */
export function rememberFormat(): FormatSource {
  const known = new Map<string, Promise<string>>();
  return (path, text) => {
    const key = `${path}\0${text}`;
    const formatted = known.get(key) ?? formatSource(path, text);
    known.set(key, formatted);
    return formatted;
  };
}
