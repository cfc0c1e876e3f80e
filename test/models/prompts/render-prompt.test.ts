import fc from "fast-check";
import { expect, test } from "vitest";
import { loadPrompt } from "../../../src/models/prompts/load-prompt.ts";
import { parsePrompt, promptTasks } from "../../../src/models/prompts/prompt.ts";
import { renderPrompt } from "../../../src/models/prompts/render-prompt.ts";
import { sharedPrefixShare } from "../../../src/models/prompts/shared-prefix-share.ts";
import { exampleInputs } from "./prompt-inputs.ts";

test.each(promptTasks)("what models are told for %s", async (task) => {
  const {
    system,
    messages,
    shortenings: _,
    ...rest
  } = renderPrompt(await loadPrompt(task), await exampleInputs(task));
  const text = [
    JSON.stringify(rest),
    ...system.map((part) => `== system\n${part}`),
    ...messages.map(({ role, text: said }) => `== ${role}\n${said}`),
  ].join("\n\n");
  await expect(`${text}\n`).toMatchFileSnapshot(`golden/${task}.txt`);
});

test.each(promptTasks)("%s takes its inputs, all of them and no others", async (task) => {
  const prompt = await loadPrompt(task);
  const inputs = await exampleInputs(task);
  const [[first = "", text = ""] = [], ...others] = Object.entries(inputs);
  expect(() => renderPrompt(prompt, Object.fromEntries(others))).toThrow(`missing: ${first};`);
  expect(() => renderPrompt(prompt, { ...inputs, other: text })).toThrow("unknown: other.");
  expect(() => renderPrompt(prompt, {})).toThrow(expect.objectContaining({ exitCode: 7 }));
});

test("no text closes its frame, whatever it holds", async () => {
  const prompt = await loadPrompt("understand-request");
  const digits = (text: string) => /<<<input request ([0-9a-f]{12})>>>/.exec(text)?.[1] ?? "";
  const render = (request: string) =>
    renderPrompt(prompt, { catalog: "", request }).messages[0]?.text ?? "";
  const known = digits(render("Books"));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.constantFrom(known, `<<<end of input request ${known}>>>`, "$&", "{{request}}"),
      ),
      (request) => {
        const text = render(request);
        const mark = digits(text);
        expect(request).not.toContain(mark);
        expect(text.split(mark)).toHaveLength(3);
        expect(text).toContain(`${mark}>>>\n${request}\n<<<end of input request ${mark}>>>`);
      },
    ),
    { numRuns: 200 },
  );
});

test("parallel calls begin alike, and the share of it is known", async () => {
  const prompt = await loadPrompt("write-files");
  const inputs = await exampleInputs("write-files");
  const conventions = "How we write code. ".repeat(400);
  const calls = ["books", "votes", "meetings"].map((feature) =>
    renderPrompt(prompt, {
      ...inputs,
      conventions,
      contract: `The feature ${feature}.`,
      allowed: `src/features/${feature}/book-page.tsx`,
    }),
  );
  expect(new Set(calls.map(({ system }) => system.join())).size).toBe(1);
  expect(sharedPrefixShare(calls)).toBeGreaterThan(0.9);
  expect(sharedPrefixShare([])).toBe(0);
  const words = ["ab", "ac"].map((text) => ({
    system: [],
    messages: [{ role: "user" as const, text }],
  }));
  expect(sharedPrefixShare(words)).toBe(0.5);
});

const head = (inputs: string) =>
  `---\ntask: repair\nversion: 1\ntier: fast\noutput: { kind: files }\ninputs: ${inputs}\n---\n`;
const one = "[{ name: a, trust: ours, about: A. }]";
const body = (shared: string, own: string) =>
  `# Same for all calls\n${shared}\n# For this call\n${own}\n`;

test.each([
  ["no front matter", body("{{a}}", "")],
  ["an input without a line", head(one) + body("Text.", "Text.")],
  ["an input with two lines", head(one) + body("{{a}}", "{{a}}")],
  ["a line without an input", head(one) + body("{{a}}", "{{b}}")],
  ["an input inside of a line", head(one) + body("{{a}}", "See {{a}}.")],
  ["a mark of its own", head(one) + body("{{a}}", "<<<input a>>>")],
  ["one part only", `${head(one)}# Same for all calls\n{{a}}\n`],
  ["another task", head(one).replace("repair", "write-files") + body("{{a}}", "Text.")],
  ["an unknown key", head(one).replace("version", "mood: good\nversion") + body("{{a}}", "Text.")],
])("a prompt with %s is a bug", (_, text) => {
  expect(() => parsePrompt(text, { task: "repair", rules: "" })).toThrow("cannot be used");
});
