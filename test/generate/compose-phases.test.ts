import { expect, test } from "vitest";
import { readTemplateFiles } from "../../src/catalog/read-template-files.ts";
import { composePhases } from "../../src/generate/compose-phases.ts";
import { assemblePlan } from "../../src/plan/assemble-plan.ts";
import type { AppFiles } from "../../src/spec/change-set.ts";
import type { Brief } from "../../src/spec/brief.ts";
import { loadCatalogOf, type CatalogFiles } from "../support/catalog-folder.ts";

/** Enough files to push the next feature into a later phase. */
const padding = Array.from({ length: 12 }, (_, index) => `src/padding-${index}.ts`);

const files: CatalogFiles = {
  "archetypes.yaml": "archetypes: []\n",
  "features/shell/blueprint.yaml": [
    "id: shell",
    "title: Shell",
    "summary: The shell.",
    "base: true",
    "parameters:",
    "  look:",
    "    kind: choice",
    "    title: Look",
    "    default: plain",
    "    values:",
    "      plain: { literals: { ink: '#112233', paper: '#ffeedd' } }",
    "      night: { literals: { ink: '#ffeedd', paper: '#112233' } }",
    "slots: [{ name: shell.parts, file: src/shell.ts, kind: list }]",
    `files: [src/shell.ts, src/shell.css, README.md, ${padding.join(", ")}]`,
  ].join("\n"),
  ...Object.fromEntries(
    padding.map((path) => [`features/shell/files/${path}`, `export const padding = "${path}";\n`]),
  ),
  "features/shell/files/README.md":
    "# Canonical App\n\n<!-- @if feature notes -->\nNotes.\n<!-- @else -->\nNothing yet.\n<!-- @end -->\n",
  "features/shell/files/src/shell.css": [
    "a {",
    "  color: #112233;",
    "  /* @if value look plain */",
    "  background: linear-gradient(#ffeedd, #1122334);",
    "  /* @else */",
    "  background: #ffeedd;",
    "  /* @end */",
    "}",
  ].join("\n"),
  "features/shell/files/src/shell.ts":
    "export const parts: string[] = [\n  // @slot shell.parts\n];\n",
  "features/notes/blueprint.yaml": [
    "id: notes",
    "title: Notes",
    "summary: People write notes.",
    "requires: [shell]",
    "parameters:",
    "  maxLength: { kind: integer, title: Longest note, default: 100, min: 1, max: 500, constant: NOTE_MAX_LENGTH }",
    "  noun: { kind: noun, title: What a note is called, canonical: note, default: note }",
    "entities:",
    "  - name: note",
    "    table: notes",
    "    title: Note",
    "    fields: [{ name: body, type: text, max: '${maxLength}' }]",
    "    access: { select: everyone }",
    "contributes: [{ slot: shell.parts, name: notePart, file: src/notes/note-part.ts }]",
    "files: [src/notes/note-part.ts]",
    "joins:",
    "  - with: [tags]",
    "    files: [src/notes/note-tags.ts]",
    "    contributes: [{ slot: shell.parts, name: noteTags, file: src/notes/note-tags.ts }]",
  ].join("\n"),
  "features/notes/files/src/notes/note-part.ts":
    'export const NOTE_MAX_LENGTH = 100;\nexport const notePart = "notes";\n',
  "features/notes/files/src/notes/note-tags.ts": 'export const noteTags = "note tags";\n',
  "features/tags/blueprint.yaml":
    "id: tags\ntitle: Tags\nsummary: Tags.\nrequires: [shell]\nrunsAfter: [notes]\nfiles: [src/tags.ts]\n",
  "features/tags/files/src/tags.ts": "export const tags = 1;\n",
  "features/stickers/blueprint.yaml": [
    "id: stickers",
    "title: Stickers",
    "summary: Stickers.",
    "requires: [notes]",
    "entities:",
    "  - { name: sticker, table: stickers, title: Sticker, access: { select: signed-in } }",
    "files: [src/stickers.ts, src/sticker-list.ts]",
  ].join("\n"),
  "features/stickers/files/src/stickers.ts": "export const stickers = 1;\n",
  "features/stickers/files/src/sticker-list.ts": "export const stickerList = 1;\n",
};

async function compose(wanted: readonly string[], parameters: Brief["parameters"] = {}) {
  const { catalog, diagnostics } = await loadCatalogOf(files);
  expect(diagnostics).toEqual([]);
  const brief: Brief = {
    request: "a test",
    appName: "Zettel",
    slug: "zettel",
    features: wanted.map((id) => ({ id, evidence: id })),
    excluded: [],
    parameters,
    assumptions: [],
    notUnderstood: [],
  };
  const plan = assemblePlan(brief, catalog);
  const templates = new Map<string, AppFiles>();
  for (const [id, entry] of catalog.entries) templates.set(id, await readTemplateFiles(entry));
  return { plan, apps: await composePhases({ plan, templates }) };
}

test("a slot is empty until the phase of its contribution, and no directive is left in any phase", async () => {
  const { plan, apps } = await compose(["notes", "tags"]);
  expect(plan.phases.map((phase) => phase.features)).toEqual([["shell", "notes"], ["tags"]]);
  const [first, second] = apps;
  expect(first?.get("src/shell.ts")).toBe(
    'import { notePart } from "@/notes/note-part";\nexport const parts: string[] = [notePart];\n',
  );
  expect(second?.get("src/shell.ts")).toContain("[notePart, noteTags]");
  expect(first?.has("src/notes/note-tags.ts")).toBe(false);
  expect(second?.has("src/notes/note-tags.ts")).toBe(true);
  for (const content of apps.flatMap((app) => [...app.values()])) {
    expect(String(content)).not.toMatch(/@(?:slot|if|else|end)\b/);
  }
});

test("conditions and the app's name follow the features that are there", async () => {
  const withNotes = await compose(["notes"]);
  const without = await compose(["tags"]);
  expect(withNotes.apps.at(-1)?.get("README.md")).toBe("# Zettel\n\nNotes.\n");
  expect(without.apps.at(-1)?.get("README.md")).toBe("# Zettel\n\nNothing yet.\n");
});

test("a number reaches the form and the database", async () => {
  const { apps } = await compose(["notes"], { notes: { maxLength: 42 } });
  const app = apps.at(-1);
  expect(app?.get("src/notes/note-part.ts")).toContain("NOTE_MAX_LENGTH = 42;");
  const migration = [...(app ?? [])].find(([path]) => path.startsWith("supabase/migrations/"));
  expect(String(migration?.[1])).toContain("char_length(body) <= 42");
});

test("a choice keeps its lines and replaces whole literals, all at once", async () => {
  const css = async (parameters: Brief["parameters"]) =>
    (await compose(["notes"], parameters)).apps.at(-1)?.get("src/shell.css");
  const plain = "a {\n  color: #112233;\n  background: linear-gradient(#ffeedd, #1122334);\n}\n";
  expect(await css({})).toBe(plain);
  expect(await css({ shell: { look: "plain" } })).toBe(plain);
  expect(await css({ shell: { look: "night" } })).toBe(
    "a {\n  color: #ffeedd;\n  background: #112233;\n}\n",
  );
  for (const look of ["noon", "constructor", 3]) {
    await expect(css({ shell: { look } })).rejects.toMatchObject({
      exitCode: 2,
      diagnostics: [
        { message: `"Look" is ${JSON.stringify(look)}; allowed are "plain", "night".` },
      ],
    });
  }
});

test("a noun is renamed in code, paths, tables and the code that uses it", async () => {
  const { plan, apps } = await compose(["notes", "tags"], { notes: { noun: "memory" } });
  const app = apps.at(-1);
  expect(plan.entities).toMatchObject([{ name: "memory", table: "memories" }]);
  expect(app?.get("src/memories/memory-part.ts")).toContain(
    'MEMORY_MAX_LENGTH = 100;\nexport const memoryPart = "memories";',
  );
  expect(app?.get("src/shell.ts")).toContain("[memoryPart, memoryTags]");
  const migration = [...(app ?? [])].find(([path]) => path.startsWith("supabase/migrations/"));
  expect(String(migration?.[1])).toContain("create table if not exists public.memories");
});

test("every phase with tables says who may do what with all of them, and has the tests for it", async () => {
  const { plan, apps } = await compose(["notes", "stickers"]);
  expect(plan.phases.map(({ features }) => features)).toEqual([["shell", "notes"], ["stickers"]]);
  const pages = apps.map((app) => String(app.get("docs/access.md")));
  expect(pages[0]).toContain("# Who may do what in Zettel\n");
  expect(pages[0]).toMatch(/^\| `notes` +\| everyone +\| nobody +\| nobody +\| nobody +\|$/m);
  expect(pages[0]).not.toContain("stickers");
  expect(pages[1]).toContain("| `notes` ");
  expect(pages[1]).toMatch(/^\| `stickers` +\| signed-in users +\|/m);
  for (const [index, app] of apps.entries()) {
    const [, attempts] = /(\d+) attempts by/.exec(pages[index] ?? "") ?? [];
    expect(String(app.get("supabase/tests/access.test.sql"))).toContain(
      `select plan(${attempts});`,
    );
  }
  const { apps: without } = await compose(["tags"]);
  expect([...(without.at(-1)?.keys() ?? [])].filter((path) => path.includes("access"))).toEqual([]);
});

test("composing twice gives the same bytes", async () => {
  const once = await compose(["notes", "tags"]);
  const again = await compose(["notes", "tags"]);
  expect(again.apps).toEqual(once.apps);
});
