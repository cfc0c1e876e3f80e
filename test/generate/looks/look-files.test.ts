import { expect, test } from "vitest";
import { lookChoices } from "./look-choices.ts";

const { looks, compose } = await lookChoices();
const standard = { colourScheme: "system", style: "standard", accent: "rose" };

async function page(colourScheme: string) {
  const files = await compose({ ...standard, colourScheme });
  const text = (path: string) => String(files.get(path));
  return { files, html: text("index.html"), layout: text("src/app/layout.tsx"), text };
}

test("the choices are scheme, style and accent, and the defaults change nothing", async () => {
  expect(looks).toHaveLength(5 * 4 * 12);
  expect(await compose(standard)).toEqual(await compose({}));
});

test("a scheme to start with is there before the first paint, and the system's can be chosen", async () => {
  const system = await page("system");
  expect(system.html).toContain('<html lang="en">');
  for (const scheme of ["light", "dark"]) {
    const { html, layout, text } = await page(scheme);
    expect(html).toContain(`<html lang="en" data-theme="${scheme}">`);
    expect(html).toContain(
      'if (theme === "system") delete document.documentElement.dataset.theme;',
    );
    expect(html.match(/<script>/g)).toHaveLength(1);
    expect(layout).toContain("<ThemeToggle />");
    expect(text("src/app/theme.tsx")).toContain("localStorage.setItem(STORAGE_KEY, theme);");
  }
});

test("an app with one scheme has no switch, and nothing of it", async () => {
  for (const scheme of ["light", "dark"]) {
    const { files, html, layout, text } = await page(`${scheme}-only`);
    expect(html).toContain(`<html lang="en" data-theme="${scheme}">`);
    expect(html).toContain(`<meta name="color-scheme" content="${scheme}" />`);
    expect(html).not.toContain("localStorage");
    expect(files.has("src/app/theme.tsx")).toBe(false);
    expect(layout).not.toMatch(/theme/i);
    expect(text("src/app/layout.test.tsx")).not.toMatch(/[Dd]ark theme|localStorage/);
    expect(text("README.md")).not.toContain("theme, phone");
  }
});

test("colours of the accent are everywhere the accent, and no directive is left", async () => {
  for (const style of ["standard", "minimal", "soft", "neon"]) {
    const files = await compose({ colourScheme: "dark", style, accent: "teal" });
    for (const [path, content] of files) {
      if (typeof content !== "string" || path === "package-lock.json") continue;
      expect(content, path).not.toMatch(/#(?:c91550|ff7096|e01b57|8430f2|e8205c|ff6290|b68cff)/);
      expect(content, path).not.toMatch(/@(?:slot|if|else|end)\b/);
    }
  }
});
