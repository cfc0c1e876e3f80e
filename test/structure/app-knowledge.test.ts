import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { sourceFiles } from "./source-files.ts";

/** Words that are also terms of our own or of Supabase, with the reason. */
const sharedWords: ReadonlySet<string> = new Set([
  "auth", // the schema of Supabase's user table
  "comment", // COMMENT ON in SQL, and what directives and descriptions are written in
  "comments",
  "like", // LIKE in SQL, and how people compare: "something like ..."
  "video", // MIME types and the element of HTML
]);

interface AppWords {
  readonly id: string;
  readonly base?: boolean;
  readonly entities?: readonly { readonly name: string; readonly table: string }[];
}

function readWords(text: string): AppWords {
  const parsed: AppWords = parse(text);
  return parsed;
}

const blueprints = sourceFiles("templates/{base,features/*}/blueprint.yaml").map(({ text }) =>
  readWords(text),
);

/** The engines' code without its comments, in which a reader may be given an example. */
const engineFiles = sourceFiles("src/**/*.ts").map(({ path, text }) => {
  const { comments } = parseSync(path, text);
  const code = comments.reduceRight(
    (rest, { start, end }) => rest.slice(0, start) + rest.slice(end),
    text,
  );
  return { path, code };
});

test("the engines name no feature, no entity and no table of an app", () => {
  expect(blueprints.length).toBeGreaterThan(0);
  const words = blueprints.flatMap(({ id, base, entities }) => [
    // Base features are named after what they are (an interface, a backend), which our own code has too.
    ...(base === true ? [] : [id]),
    ...(entities ?? []).flatMap(({ name, table }) => [name, table]),
  ]);
  const found = engineFiles.flatMap(({ path, code }) =>
    [...new Set(words)]
      .filter((word) => !sharedWords.has(word))
      .filter((word) => new RegExp(`(?<![A-Za-z])${word}(?![A-Za-z])`, "i").test(code))
      .map((word) => `${path} says "${word}"`),
  );
  expect(found).toEqual([]);
});

test("the engines name no archetype", () => {
  const [file] = sourceFiles("templates/archetypes.yaml");
  const { archetypes }: { archetypes: readonly { id: string; aliases: readonly string[] }[] } =
    parse(file?.text ?? "archetypes: []");
  expect(archetypes.length).toBeGreaterThan(0);
  const names = archetypes.flatMap(({ id, aliases }) => [id, ...aliases]);
  const found = engineFiles.flatMap(({ path, code }) =>
    names
      .filter((name) => new RegExp(`\\b${name}\\b`, "i").test(code))
      .map((name) => `${path} says "${name}"`),
  );
  expect(found).toEqual([]);
});
