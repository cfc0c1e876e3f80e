import type { RepairScene } from "./repair-scene.ts";
import { faultyPages, goodPages, withoutTypeError } from "./scripted-brain/page-variants.ts";
import type { FilesQuestion, ScriptedFiles } from "./scripted-brain/scripted-brain.ts";

const wrong = 'export const pageCount: number = "many";';

/** One page does not compile, in a way that no fixer mends. */
const write = (question: FilesQuestion) => faultyPages(question, "type-error");

/** One page lacks an import. */
function withoutImport(question: FilesQuestion): ScriptedFiles {
  const { files = [] } = goodPages(question);
  const [first, ...rest] = files;
  if (first === undefined) return {};
  const content = first.content.replace(/^import \{ (\w+) \} from "[^"]+";\n/m, "");
  return { files: [{ ...first, content }, ...rest] };
}

/** The wrong line by another one. */
function instead({ allowed, pages }: FilesQuestion, replace: string): ScriptedFiles {
  const faulty = allowed.filter((path) => pages.get(path)?.includes(wrong));
  return { edits: faulty.map((path) => ({ path, search: wrong, replace })) };
}

/** The pages as they were told, as whole files. */
function unchanged({ allowed, pages }: FilesQuestion): ScriptedFiles {
  return { files: allowed.map((path) => ({ path, content: pages.get(path) ?? "" })) };
}

function worse(question: FilesQuestion): ScriptedFiles {
  return instead(
    question,
    `${wrong}\nexport const pageSize: number = "large ${question.earlier}";`,
  );
}

/** Ways to silence the compiler; only the second is not seen by the rules for pages. */
const cheats = [
  "export const pageCount: any = 1;",
  "const pages: number | null = Number(1);\nexport const pageCount: number = pages!;",
];

/** The first provider writes the pages, and answers nothing after that. */
const downAfterwards = "scripted+status-500";

/** Models as they are. The first page that they write does not compile, but for the last scene. */
export const repairScenes = {
  helps: { brain: { write, repair: withoutTypeError }, hasFixers: true },
  "repeats itself": { brain: { write, repair: unchanged } },
  "makes it worse": { brain: { write, repair: worse } },
  cheats: {
    brain: { write, repair: (question) => instead(question, cheats[question.earlier] ?? "") },
  },
  "is down": { brain: { write }, scenario: downAfterwards },
  "is down, and the run may go on": {
    brain: { write },
    scenario: downAfterwards,
    endsOffline: true,
  },
  "repeats itself, another provider helps": {
    brain: { write, repair: unchanged },
    second: { repair: withoutTypeError },
  },
  "is not needed: fixers do it": { brain: { write: withoutImport }, hasFixers: true },
} as const satisfies Readonly<Record<string, RepairScene>>;
