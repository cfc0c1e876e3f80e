import { editFile, none, type Fixer } from "../fixer.ts";

/** Files with state in Next.js say that they belong to the browser, unless they do what only a server can. */
export const useClient: Fixer = {
  name: "use-client",
  codes: ["next/missing-use-client"],
  stage: "types",
  propose: (_, { source }) => {
    const server = ["metadata", "generateMetadata", "generateStaticParams", "revalidate"].find(
      (name) => source.exports.has(name),
    );
    if (server !== undefined) {
      return none(`it also exports ${server}, which only a server can: it must be two files`);
    }
    return editFile(source, { start: 0, end: 0, text: '"use client";\n\n' });
  },
};
