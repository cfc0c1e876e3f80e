import { expect, test } from "vitest";
import { fillSlots } from "../../src/generate/fill-slots.ts";
import type { SlotEntry } from "../../src/generate/slot-entries.ts";
import type { Slot } from "../../src/spec/blueprint.ts";

const entry = (name: string, file: string): SlotEntry => ({
  slot: "card.actions",
  feature: "extra",
  order: 50,
  tieKey: name,
  imports: [{ name, from: { kind: "file", name: file } }],
  body: { kind: "name", name },
});

function fill(kind: Slot["kind"], text: string, file = "src/card.tsx") {
  const slot: Slot = { name: "card.actions", file, kind, props: ["card", "user"] };
  const entries = [entry("Star", "src/extra/star.tsx"), entry("Pin", "src/extra/pin.tsx")];
  return fillSlots({ file, text, slots: new Map([[slot.name, slot]]), entries });
}

test("a jsx slot renders components with the slot's props and keeps the indentation", () => {
  const { text } = fill("jsx", `import a from "a";\n\n<div>\n  {/* @slot card.actions */}\n</div>`);
  expect(text).toBe(
    [
      `import a from "a";`,
      `import { Pin } from "@/extra/pin";`,
      `import { Star } from "@/extra/star";`,
      ``,
      `<div>`,
      `  <Star card={card} user={user} />`,
      `  <Pin card={card} user={user} />`,
      `</div>`,
    ].join("\n"),
  );
});

test("a list slot writes values, a call slot awaited calls", () => {
  expect(fill("list", "[\n  // @slot card.actions\n]").text).toContain("  Star,\n  Pin,\n]");
  expect(fill("call", "// @slot card.actions").text).toContain("await Star(card, user);");
});

test("files outside src import by relative path with extension", () => {
  const { text } = fill("call", "// @slot card.actions", "e2e/journey.ts");
  expect(text).toContain(`import { Star } from "../src/extra/star.tsx";`);
});

test("an existing import of the same module takes the new name", () => {
  const source = `import { Moon } from "@/extra/star";\n// @slot card.actions`;
  expect(fill("list", source).text).toContain(`import { Moon, Star } from "@/extra/star";`);
});

test("a marker that no blueprint declares is a diagnostic with its line", () => {
  const { diagnostics } = fill("list", "a\n// @slot card.other");
  expect(diagnostics).toMatchObject([
    { code: "compose-slot", subject: { file: "src/card.tsx", line: 2 } },
  ]);
});
