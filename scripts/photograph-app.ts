import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { findBrowser } from "../src/gates/find-browser.ts";

/** The two widths at which a design must hold: a phone and a small laptop. */
const sizes = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
] as const;

interface Shot {
  readonly name: string;
  readonly path: string;
}

/** Pages of the app whose pictures show what was built. The names are those of the demo people of every app. */
const shots: readonly Shot[] = [
  { name: "feed", path: "/" },
  { name: "profile", path: "/u/mira" },
  { name: "upload", path: "/upload" },
];

/** Photographs a built app with its seeded data, at both sizes, into PNG files named page-width. */
export async function photographApp(app: string, folder: string): Promise<void> {
  const server = spawn(process.execPath, ["dev/preview.ts", "--port", "0", "--ephemeral"], {
    cwd: app,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const url = await readyAddress(server.stdout);
    const browser = await launch();
    try {
      for (const size of sizes) await photographAt(browser, { url, size, folder });
    } finally {
      await browser.close();
    }
  } finally {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
}

interface PhotographInput {
  readonly url: string;
  readonly size: (typeof sizes)[number];
  readonly folder: string;
}

async function photographAt(
  browser: Browser,
  { url, size, folder }: PhotographInput,
): Promise<void> {
  const context = await browser.newContext({ viewport: size, colorScheme: "dark", baseURL: url });
  const page = await context.newPage();
  await logIn(page);
  for (const { name, path } of shots) {
    await page.goto(path);
    await page.getByRole("main").waitFor();
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: join(folder, `${name}-${size.width}.png`) });
  }
  await context.close();
}

/** As one of the people that every app with accounts is seeded with. */
async function logIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill("mira@example.com");
  await page.getByLabel("Password").fill("letmein-mira");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL("/");
}

async function launch(): Promise<Browser> {
  const found = await findBrowser();
  if (found === null) throw new Error("There is no browser: megamind doctor says how to get one.");
  return chromium.launch({
    executablePath: found,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"],
  });
}

async function readyAddress(output: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of output) {
    text += String(chunk);
    const address = /^ready (\S+)$/m.exec(text)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`The app did not start: ${text}`);
}
