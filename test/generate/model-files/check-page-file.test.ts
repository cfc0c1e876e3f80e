import { expect, test } from "vitest";
import { checkPageFile } from "../../../src/generate/model-files/check-page-file.ts";
import { keptTexts } from "../../../src/generate/model-files/kept-texts.ts";
import { importsOf } from "../../../src/generate/model-files/written-feature.ts";
import { clubList, contract, listPath, shared } from "./club-pages.ts";

const imports = await importsOf(contract, shared);

const kept = (await keptTexts(contract)).get(listPath) ?? [];

function check(content: string) {
  return checkPageFile({ path: listPath, content }, { baseline: clubList, imports, kept });
}

/** The list of clubs with other code in its component. */
function listWith(code: string, { head = "", inPage = "" } = {}): string {
  return `${head}${clubList}`
    .replace("  return (", `  ${code}\n  return (`)
    .replace("      {clubs", `      ${inPage}\n      {clubs`);
}

test("a page that is better and breaks no rule is taken", async () => {
  const better = `import { BookOpen } from "lucide-react";
import { useMemo } from "react";
import { Link } from "react-router";
import { Page } from "@/components/ui/page";
import { useClubs, type Club } from "@/features/book-clubs/api";

export function ClubList() {
  const { data, dataUpdatedAt } = useClubs();
  const clubs = useMemo(() => byName(data ?? []), [data]);
  // People read whole names.
  return (
    <Page title="Clubs">
      <p className="text-muted">{\`Read at \${new Date(dataUpdatedAt).toISOString()}\`}</p>
      <input placeholder="https://example.com/club" onChange={() => window.scrollTo(0, 0)} />
      {clubs.map((club) => (
        <Link key={club.id} to={\`/clubs/\${club.id}\`}>
          <BookOpen aria-hidden /> {club.name}
        </Link>
      ))}
    </Page>
  );
}

function byName(clubs: readonly Club[]) {
  return clubs.toSorted((left, right) => left.name.localeCompare(right.name));
}
`;
  expect(await check(better)).toEqual([]);
  expect(await check(clubList)).toEqual([]);
});

const html = "{{ __html: clubs[0]?.name ?? '' }}";
test.each([
  ["no TypeScript", "export function ClubList( {", "model-file-syntax", ""],
  ["another name", clubList.replace("ClubList", "Clubs"), "model-file-export", '"ClubList"'],
  [
    "another heading",
    clubList.replace('"Clubs"', '"All clubs"'),
    "model-file-text",
    'the text "Clubs"',
  ],
  [
    "an unknown package",
    listWith("", { head: 'import "left-pad";\n' }),
    "model-file-import",
    "left-pad",
  ],
  [
    "a file of another feature",
    listWith("", { head: 'import "@/features/other/api";\n' }),
    "model-file-import",
    "other/api",
  ],
  [
    "a file that leaves the folder",
    listWith("", { head: 'import "../other/api";\n' }),
    "model-file-import",
    "../other/api",
  ],
  [
    "a name that is not there",
    listWith("", { head: 'import { Card } from "@/components/ui/page";\n' }),
    "model-file-import",
    'no "Card"; it exports Page',
  ],
  ["a re-export", listWith("", { head: 'export * from "axios";\n' }), "model-file-import", "axios"],
  [
    "an import while it runs",
    listWith('void import("https://cdn.test/x.js");'),
    "model-file-import",
    "cdn.test",
  ],
  [
    "an import of what code decides",
    listWith("void import(`${title}`);"),
    "model-file-import",
    "what code decides",
  ],
  [
    "HTML out of texts",
    listWith("", { inPage: `<i dangerouslySetInnerHTML=${html} />` }),
    "model-file-unsafe",
    "dangerouslySetInnerHTML",
  ],
  [
    "HTML out of texts, spread",
    listWith("const bad = { dangerouslySetInnerHTML: { __html: '' } };"),
    "model-file-unsafe",
    "dangerouslySetInnerHTML",
  ],
  [
    "HTML of an element",
    listWith('document.body.innerHTML = "x";'),
    "model-file-unsafe",
    "innerHTML",
  ],
  ["eval", listWith('eval("1");'), "model-file-unsafe", "eval"],
  ["eval of the window", listWith('window["eval"]("1");'), "model-file-unsafe", "eval"],
  ["a hidden name", listWith('window["ev" + "al"]("1");'), "model-file-unsafe", "computed"],
  ["a function out of a text", listWith('new Function("1")();'), "model-file-unsafe", "Function"],
  [
    "a function by its constructor",
    listWith('clubs.constructor("1");'),
    "model-file-unsafe",
    "constructor",
  ],
  ["a request of its own", listWith("void fetch('/rest/v1/clubs');"), "model-file-unsafe", "fetch"],
  [
    "a request under another name",
    listWith("const { fetch: ask } = window; void ask;"),
    "model-file-unsafe",
    '"fetch"',
  ],
  [
    "the window under another name",
    listWith("const all = window; void all;"),
    "model-file-unsafe",
    '"window" as a whole',
  ],
  [
    "an address of another host",
    listWith("const at = 'https://evil.test/x';"),
    "model-file-unsafe",
    "another host",
  ],
  [
    "an address without a scheme",
    listWith("const at = '//evil.test/x';"),
    "model-file-unsafe",
    "another host",
  ],
  [
    "an address in a class",
    listWith("const at = 'bg-[url(https://evil.test)]';"),
    "model-file-unsafe",
    "another host",
  ],
  [
    "an address that is put together",
    listWith("const at = `https://${clubs.length}`;"),
    "model-file-unsafe",
    "puts together",
  ],
  [
    "a script address",
    listWith("const at = 'javascript:alert(1)';"),
    "model-file-unsafe",
    "another host",
  ],
  ["a frame", listWith("", { inPage: "<iframe title='x' />" }), "model-file-unsafe", "<iframe>"],
  ["the environment", listWith("const at = process.env.KEY;"), "model-file-unsafe", "process"],
  [
    "the environment of Vite",
    listWith("const at = import.meta.env.VITE_KEY;"),
    "model-file-unsafe",
    "import.meta",
  ],
  [
    "what the browser keeps",
    listWith("localStorage.clear();"),
    "model-file-unsafe",
    "localStorage",
  ],
  ["a cookie", listWith("const at = document.cookie;"), "model-file-unsafe", "cookie"],
  ["a service key", listWith("const at = 'sb_secret_abc';"), "model-file-unsafe", "A key"],
  [
    "text that reads other than it runs",
    listWith("// \u202e reversed"),
    "model-file-unsafe",
    "nobody sees",
  ],
  ["any", listWith("const all: any = clubs;"), "model-file-types", '"any"'],
  [
    "a cast of a cast",
    listWith("const all = clubs as unknown as string[];"),
    "model-file-types",
    "cast of a cast",
  ],
  [
    "an ignored type error",
    listWith("// @ts-expect-error it is fine"),
    "model-file-types",
    "switches checks off",
  ],
  [
    "a rule of lint that is off",
    listWith("// oxlint-disable-next-line"),
    "model-file-types",
    "switches checks off",
  ],
  ["an open end", listWith("// TODO: sort them"), "model-file-unfinished", "sort them"],
  [
    "an open end that people read",
    listWith("", { inPage: "<p>Not implemented</p>" }),
    "model-file-unfinished",
    "Not implemented",
  ],
])("%s is refused", async (...[, content, code, words]) => {
  const found = await check(content);
  expect(found.map((each) => each.code)).toContain(code);
  expect(found.find((each) => each.code === code)).toMatchObject({
    severity: "error",
    subject: { file: listPath },
    message: expect.stringContaining(words),
  });
});

test("names that the app itself uses for its things are not the browser's", async () => {
  const baseline = clubList
    .replaceAll(/\bclubs\b/g, "process")
    .replaceAll("book-process", "book-clubs");
  const content = baseline.replace("{name}", "{name} of {process.length}");
  expect(await checkPageFile({ path: listPath, content }, { baseline, imports, kept })).toEqual([]);
});

test("a finding names its line and is one line, whatever the file says", async () => {
  const text = `TODO \u001b[2J ${"x".repeat(5000)}`;
  const found = await check(listWith(`// ${text}`));
  expect(found).toHaveLength(1);
  expect(found[0]?.subject.line).toBe(6);
  expect(found[0]?.message).not.toMatch(/\p{Cc}/u);
  expect(found[0]?.message.length).toBeLessThan(400);
});
