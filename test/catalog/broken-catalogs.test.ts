import { expect, test } from "vitest";
import {
  feature,
  loadCatalogOf,
  noArchetypes,
  type CatalogFiles,
} from "../support/catalog-folder.ts";

interface Case {
  readonly what: string;
  readonly files: CatalogFiles;
  readonly code: string;
  /** `<file>:<line>`. */
  readonly at: string;
  /** A part of the message, with the value found. */
  readonly says: string;
}

const zoo = "features/zoo/blueprint.yaml";
const table = (name: string, more = "") =>
  `entities:\n  - name: ${name}\n    table: ${name}s\n    title: T\n    access: { select: everyone }\n${more}`;

const cases: readonly Case[] = [
  {
    what: "YAML that cannot be read",
    files: { ...feature("zoo", "aliases: [a\nbase: true\n") },
    code: "catalog-yaml",
    at: `${zoo}:6`,
    says: "cannot be read",
  },
  {
    what: "a field of the wrong type",
    files: feature("zoo", "requires: 7\n"),
    code: "catalog-schema",
    at: `${zoo}:5`,
    says: "requires is not valid: expected array, received number.",
  },
  {
    what: "an unknown key deep inside",
    files: feature(
      "zoo",
      "routes:\n  - path: /a\n    file: src/zoo.ts\n    component: A\n    colour: red\n",
    ),
    code: "catalog-schema",
    at: `${zoo}:9`,
    says: 'routes[0] has "colour"',
  },
  {
    what: "a missing field",
    files: feature(
      "zoo",
      "storage:\n  - name: photos\n    public: true\n    mimeTypes: [image/png]\n",
    ),
    code: "catalog-schema",
    at: `${zoo}:6`,
    says: "storage[0].maxBytes is missing; expected number.",
  },
  {
    what: "an id that differs from its folder",
    files: { ...feature("zoo"), [zoo]: "id: zooo\ntitle: Z\nsummary: Z\nfiles: [src/zoo.ts]\n" },
    code: "catalog-folder-name",
    at: `${zoo}:1`,
    says: '"zooo"',
  },
  {
    what: "an unknown id in requires",
    files: { ...feature("zoo", "requires:\n  - barn\n  - bran\n"), ...feature("barn") },
    code: "catalog-unknown-feature",
    at: `${zoo}:7`,
    says: '"bran"',
  },
  {
    what: "an unknown id in runsAfter",
    files: feature("zoo", "runsAfter: [moon]\n"),
    code: "catalog-unknown-feature",
    at: `${zoo}:5`,
    says: '"moon"',
  },
  {
    what: "an unknown id in joins",
    files: feature("zoo", "joins:\n  - with: [moon]\n"),
    code: "catalog-unknown-feature",
    at: `${zoo}:6`,
    says: '"moon"',
  },
  {
    what: "a cycle over requires and runsAfter",
    files: {
      ...feature("zoo", "requires: [barn]\n"),
      ...feature("barn", "runsAfter: [cage]\n"),
      ...feature("cage", "requires: [zoo]\n"),
    },
    code: "catalog-cycle",
    at: "features/barn/blueprint.yaml:5",
    says: "barn -> cage -> zoo -> barn",
  },
  {
    what: "a feature that requires itself",
    files: feature("zoo", "requires: [zoo]\n"),
    code: "catalog-cycle",
    at: `${zoo}:5`,
    says: "zoo -> zoo",
  },
  {
    what: "a listed file that is not there",
    files: {
      ...feature("zoo"),
      [zoo]: "id: zoo\ntitle: Z\nsummary: Z\nfiles:\n  - src/zoo.ts\n  - src/ape.ts\n",
    },
    code: "catalog-missing-file",
    at: `${zoo}:6`,
    says: "src/ape.ts",
  },
  {
    what: "a file that is not listed",
    files: { ...feature("zoo"), "features/zoo/files/src/ape.ts": "" },
    code: "catalog-unlisted-file",
    at: `${zoo}:4`,
    says: "src/ape.ts",
  },
  {
    what: "a file of two features",
    files: {
      ...feature("barn"),
      ...feature("zoo"),
      [zoo]: "id: zoo\ntitle: Z\nsummary: Z\nfiles: [src/zoo.ts, src/barn.ts]\n",
      "features/zoo/files/src/barn.ts": "",
    },
    code: "catalog-file-twice",
    at: `${zoo}:4`,
    says: "features/barn/blueprint.yaml:4",
  },
  {
    what: "an unknown slot",
    files: feature("zoo", "contributes:\n  - { slot: zoo.animals, name: ape, file: src/zoo.ts }\n"),
    code: "catalog-unknown-slot",
    at: `${zoo}:6`,
    says: '"zoo.animals"',
  },
  {
    what: "a slot of a feature that may be absent",
    files: {
      ...feature("zoo", "contributes:\n  - { slot: barn.stalls, name: ape, file: src/zoo.ts }\n"),
      ...feature("barn", "slots:\n  - { name: barn.stalls, file: src/barn.ts, kind: list }\n"),
      "features/barn/files/src/barn.ts": "// @slot barn.stalls\n",
    },
    code: "catalog-slot-use",
    at: `${zoo}:6`,
    says: '"barn"',
  },
  {
    what: "a contribution from a file that is not the feature's",
    files: feature(
      "zoo",
      "slots:\n  - { name: zoo.all, file: src/zoo.ts, kind: list }\ncontributes:\n  - { slot: zoo.all, name: ape, file: src/ape.ts }\n",
    ),
    code: "catalog-contribution-file",
    at: `${zoo}:8`,
    says: "src/ape.ts",
  },
  {
    what: "a route that is served twice under another parameter name",
    files: {
      ...feature(
        "barn",
        "routes:\n  - { path: '/a/:id', file: src/barn.ts, component: A, slot: barn.routes }\nslots:\n  - { name: barn.routes, file: src/barn.ts, kind: list }\n",
      ),
      ...feature(
        "zoo",
        "requires: [barn]\nroutes:\n  - { path: '/a/:name', file: src/zoo.ts, component: B, slot: barn.routes }\n",
      ),
      "features/barn/files/src/barn.ts": "// @slot barn.routes\n",
    },
    code: "catalog-duplicate-route",
    at: `${zoo}:7`,
    says: "features/barn/blueprint.yaml:6",
  },
  {
    what: "a table of two features",
    files: { ...feature("barn", table("ape")), ...feature("zoo", table("ape")) },
    code: "catalog-duplicate-table",
    at: `${zoo}:7`,
    says: '"apes"',
  },
  {
    what: "an entity of two features",
    files: { ...feature("barn", table("ape")), ...feature("zoo", table("ape")) },
    code: "catalog-duplicate-entity",
    at: `${zoo}:6`,
    says: '"ape"',
  },
  {
    what: "a slot of two features",
    files: {
      ...feature("barn", "slots:\n  - { name: zoo.all, file: src/barn.ts, kind: list }\n"),
      ...feature("zoo", "slots:\n  - { name: zoo.all, file: src/zoo.ts, kind: list }\n"),
      "features/barn/files/src/barn.ts": "// @slot zoo.all\n",
      "features/zoo/files/src/zoo.ts": "// @slot zoo.all\n",
    },
    code: "catalog-duplicate-slot",
    at: `${zoo}:6`,
    says: "features/barn/blueprint.yaml",
  },
  {
    what: "a slot without a marker",
    files: feature("zoo", "slots:\n  - { name: zoo.all, file: src/zoo.ts, kind: jsx }\n"),
    code: "catalog-slot-without-marker",
    at: `${zoo}:6`,
    says: '"zoo.all"',
  },
  {
    what: "a marker without a slot",
    files: { ...feature("zoo"), "features/zoo/files/src/zoo.ts": "a;\n  {/* @slot zoo.all */}\n" },
    code: "catalog-undeclared-slot",
    at: "features/zoo/files/src/zoo.ts:2",
    says: '"zoo.all"',
  },
  {
    what: "an unknown parameter name",
    files: feature("zoo", "acceptance:\n  - One\n  - At most ${mots} apes\n"),
    code: "catalog-unknown-parameter",
    at: `${zoo}:7`,
    says: "${mots}",
  },
  {
    what: "an acceptance check that nothing proves",
    files: feature("zoo", "acceptance:\n  - One\n"),
    code: "catalog-unproven-check",
    at: `${zoo}:6`,
    says: 'Nothing is named that proves "One".',
  },
  {
    what: "an acceptance check with a step that is not there",
    files: feature("zoo", "acceptance:\n  - { check: One, flows: [feeds the ape] }\n"),
    code: "catalog-missing-proof",
    at: `${zoo}:6`,
    says: 'No step of the browser journey has "feeds the ape" in its title.',
  },
  {
    what: "an acceptance check with a test that is not there",
    files: feature(
      "zoo",
      "acceptance:\n  - check: One\n    tests: [{ file: src/zoo.ts, name: apes }]\n",
    ),
    code: "catalog-missing-proof",
    at: `${zoo}:6`,
    says: 'src/zoo.ts has no test "apes".',
  },
  {
    what: "a default out of range",
    files: feature(
      "zoo",
      "parameters:\n  most: { kind: integer, title: Most, default: 9, min: 1, max: 5 }\n",
    ),
    code: "catalog-parameter-default",
    at: `${zoo}:6`,
    says: '"Most" is 9; allowed are whole numbers from 1 to 5.',
  },
  {
    what: "a constant that no file exports",
    files: feature(
      "zoo",
      "parameters:\n  most: { kind: integer, title: M, default: 2, min: 1, max: 5, constant: MOST }\n",
    ),
    code: "catalog-constant",
    at: `${zoo}:6`,
    says: "MOST",
  },
  {
    what: "a default that is no choice",
    files: feature("zoo", choice("snow", "{ sun: {}, rain: {} }")),
    code: "catalog-parameter-default",
    at: `${zoo}:6`,
    says: '"Sky" is "snow"; allowed are "sun", "rain".',
  },
  {
    what: "a choice without the literals of the default",
    files: feature("zoo", choice("sun", "{ sun: {}, rain: { literals: { a: '1234' } } }")),
    code: "catalog-choice",
    at: `${zoo}:6`,
    says: 'The value "rain" has other literals than the default, which has none.',
  },
  {
    what: "a literal that no file has",
    files: feature("zoo", choice("sun", "{ sun: { literals: { a: '#123456' } } }")),
    code: "catalog-choice",
    at: `${zoo}:6`,
    says: "No file of the feature has #123456.",
  },
  {
    what: "a choice that is replaced by itself",
    files: feature("zoo", choice("sun", "{ sun: {}, rain: { instead: rain } }")),
    code: "catalog-choice",
    at: `${zoo}:6`,
    says: '"rain" is no other value',
  },
  {
    what: "a choice without a file that there is not",
    files: feature("zoo", choice("sun", "{ sun: {}, rain: { without: [src/umbrella.ts] } }")),
    code: "catalog-choice",
    at: `${zoo}:6`,
    says: '"src/umbrella.ts" is none of the feature',
  },
  {
    what: "a condition on a value that does not exist",
    files: {
      ...feature("zoo", choice("sun", "{ sun: {}, rain: {} }")),
      "features/zoo/files/src/zoo.ts":
        "// @if value sky rain\nexport const zoo = 1;\n// @end\n// @if value sky hail\n// @end\n",
    },
    code: "catalog-unknown-value",
    at: "features/zoo/files/src/zoo.ts:4",
    says: "sky hail",
  },
  {
    what: "more files than a phase can take",
    files: manyFiles(20),
    code: "catalog-too-many-files",
    at: `${zoo}:4`,
    says: "23 files into one phase (20 its files, 1 its migration, 2 the proof of access)",
  },
  {
    what: "a reference to an entity of a feature that is not required",
    files: {
      ...feature("barn", table("stall")),
      ...feature("zoo", table("ape", "    references: [{ field: stall_id, to: stall }]\n")),
    },
    code: "catalog-unknown-entity",
    at: `${zoo}:10`,
    says: '"barn"',
  },
  {
    what: "a base feature that requires another one",
    files: { ...feature("zoo", "base: true\nrequires: [barn]\n"), ...feature("barn") },
    code: "catalog-base-requires",
    at: `${zoo}:6`,
    says: '"barn"',
  },
  {
    what: "an archetype of an unknown feature",
    files: { ...feature("zoo"), "archetypes.yaml": archetype("features: [zoo, zooo]") },
    code: "catalog-unknown-feature",
    at: "archetypes.yaml:6",
    says: '"zooo"',
  },
  {
    what: "an archetype with an unknown parameter",
    files: {
      ...feature("zoo"),
      "archetypes.yaml": archetype("features: [zoo]\n    parameters:\n      zoo: { most: 1 }"),
    },
    code: "catalog-parameter-value",
    at: "archetypes.yaml:8",
    says: '"most"',
  },
];

test.each(cases)("$what is found at $at", async ({ files, code, at, says }) => {
  const { diagnostics } = await loadCatalogOf({ ...noArchetypes, ...files });
  const found = diagnostics.find((each) => each.code === code);
  expect(diagnostics.map((each) => each.code)).toContain(code);
  expect(`${found?.subject.file}:${found?.subject.line}`).toBe(at);
  expect(found?.message).toContain(says);
  expect(found?.severity).toBe("error");
});

test("a nearest spelling is suggested", async () => {
  const { diagnostics } = await loadCatalogOf({
    ...noArchetypes,
    ...feature("barn"),
    ...feature("zoo", "requires: [bran]\n"),
  });
  expect(diagnostics.map(({ fix }) => fix)).toEqual(['Did you mean "barn"?']);
});

test("an alias of two features is a warning", async () => {
  const { diagnostics } = await loadCatalogOf({
    ...noArchetypes,
    ...feature("barn", "aliases: [animals]\n"),
    ...feature("zoo", "aliases: [Animals]\n"),
  });
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ["catalog-shared-alias", "warning"],
  ]);
});

function manyFiles(count: number): CatalogFiles {
  const names = Array.from({ length: count }, (_, index) => `src/f${index}.ts`);
  return {
    [zoo]: `id: zoo\ntitle: Z\nsummary: Z\nfiles: [${names.join(", ")}]\n${table("ape")}`,
    ...Object.fromEntries(names.map((name) => [`features/zoo/files/${name}`, ""])),
  };
}

function archetype(rest: string): string {
  return `archetypes:\n  - id: park\n    title: Park\n    aliases: [park]\n    appName: Parky\n    ${rest}\n`;
}

function choice(standard: string, values: string): string {
  return `parameters:\n  sky: { kind: choice, title: Sky, default: ${standard}, values: ${values} }\n`;
}
