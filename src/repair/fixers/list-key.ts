import { attempts, editOf, none, type Fixer } from "../fixer.ts";
import { mapCallback } from "../rules/missing-key.ts";

/** The key of an element in a list: what tells the items apart, never their place. */
export const listKey: Fixer = {
  name: "list-key",
  codes: ["react/missing-key"],
  stage: "types",
  propose: async (finding, { source, server }) => {
    const callback = source
      .around(finding)
      .map(mapCallback)
      .findLast((node) => node !== null);
    const item = callback?.params[0];
    if (item?.type === "ObjectPattern") {
      const name = item.properties
        .flatMap((part) => (part.type === "Property" && part.shorthand ? [part.key] : []))
        .flatMap((key) => (key.type === "Identifier" ? [key.name] : []))
        .find((key) => /^(?:id|key|slug|uuid)$/.test(key));
      return name === undefined
        ? none("nothing of the item is known to tell it from the others")
        : attempts([
            editOf(source, { start: finding.end, end: finding.end, text: ` key={${name}}` }),
          ]);
    }
    if (item?.type !== "Identifier") return none("the item has no name");
    const shown = (await server.hover(finding.file, item.start)) ?? "";
    const isPlain = /:\s*(?:string|number)\s*$/m.test(shown.replaceAll("```", "").trim());
    const codes = isPlain
      ? [item.name]
      : ["id", "key", "slug", "uuid"].map((key) => `${item.name}.${key}`);
    return attempts(
      codes.map((code) =>
        editOf(source, { start: finding.end, end: finding.end, text: ` key={${code}}` }),
      ),
    );
  },
};
