import { Buffer } from "node:buffer";
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { createSecretsGate } from "../../../src/gates/secrets/secrets-gate.ts";
import { CodeIndexReader } from "../../../src/workspace/code-index/code-index.ts";
import { bareApp } from "../fixture-app.ts";
import { scan, shortly } from "./scan-fixture.ts";

const gate = createSecretsGate(new CodeIndexReader());

/** Letters without a pattern, the same each time. Keys are put together here, so that no scan of this project finds them. */
function letters(
  count: number,
  alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789",
): string {
  let state = 7;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return alphabet[state % alphabet.length];
  }).join("");
}

const hex = "0123456789abcdef";

function token(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}.${letters(43)}`;
}

const keys: readonly (readonly [string, string])[] = [
  ["supabase-secret-key", `sb_secret_${letters(31)}`],
  ["supabase-access-token", `sbp_${letters(40, hex)}`],
  ["service-role-token", token({ iss: "supabase", ref: "abc", role: "service_role" })],
  ["stripe-key", `sk_live_${letters(24)}`],
  ["stripe-key", `rk_test_${letters(24)}`],
  ["stripe-webhook-secret", `whsec_${letters(32)}`],
  ["anthropic-key", `sk-ant-api03-${letters(95)}`],
  ["openai-key", `sk-proj-${letters(64)}`],
  ["openai-key", `sk-${letters(48)}`],
  ["openrouter-key", `sk-or-v1-${letters(64, hex)}`],
  ["google-key", `AIza${letters(35)}`],
  ["aws-key", `AKIA${letters(16, "ABCDEFGHJKLMNPQRSTUVWXYZ234567")}`],
  ["github-token", `ghp_${letters(36)}`],
  ["github-token", `github_pat_${letters(70)}`],
  ["gitlab-token", `glpat-${letters(20)}`],
  ["slack-token", `xoxb-${letters(12, "123456789")}-${letters(24)}`],
  ["npm-token", `npm_${letters(36)}`],
  ["mail-key", `SG.${letters(22)}.${letters(43)}`],
  ["hugging-face-token", `hf_${letters(34, "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ")}`],
  ["private-key", `-----BEGIN ${"PRIVATE"} KEY-----\n${letters(64)}\n`],
  ["database-address", `postgresql://postgres.abc:${letters(16)}@db.abc.supabase.co:5432/postgres`],
];

test.each(keys)("%s in code, never shown as a whole", async (id, key) => {
  const files = { "src/a.ts": `\nexport const it = \`${key}\`;\n` };
  const result = await scan(gate, files);
  expect(shortly(result)).toEqual([`secrets/${id} src/a.ts`]);
  expect(result.outcome).toBe("failed");
  expect(result.diagnostics[0]?.subject.line).toBe(id === "private-key" ? 3 : 2);
  const shown = JSON.stringify(result);
  expect(shown).toContain("characters)");
  const starts = Array.from({ length: key.length - 11 }, (_, start) => start);
  const parts = starts.map((start) => key.slice(start, start + 12));
  const ofEverybody = /BEGIN|KEY|postgres|supabase/;
  expect(parts.filter((part) => shown.includes(part) && !ofEverybody.test(part))).toEqual([]);
});

test("the same keys in the production build, which everybody can read", async () => {
  const [, key] = keys[3] ?? [];
  const result = await scan(gate, { ".gitignore": "dist\n", "dist/assets/a.js": `let a="${key}"` });
  expect(shortly(result)).toEqual(["secrets/stripe-key dist/assets/a.js"]);
  expect(result.diagnostics[0]?.message).toContain("for everybody to read");
  expect(result.summary).toBe("2 files, 1 of the build, 1 finding");
});

test("what a build writes down of itself is read, and counts nowhere: it grows with every build", async () => {
  const [, key] = keys[3] ?? [];
  const [one, more] = await Promise.all([
    scan(gate, { "src/a.ts": "" }),
    scan(gate, { "src/a.ts": "", ".megamind/reports/phase-1.json": "{}" }),
  ]);
  expect(more).toEqual(one);
  const leaking = await scan(gate, { ".megamind/ledger/a.json": `{"text":"${key}"}` });
  expect(shortly(leaking)).toEqual(["secrets/stripe-key .megamind/ledger/a.json"]);
});

test("what is not text is not read, and text that is too large is said", async () => {
  const [, key] = keys[3] ?? [];
  const result = await scan(gate, {
    "a.bin": `\0${key}`,
    "b.bin": `\0${"x".repeat(5_000_001)}`,
    "c.txt": "x".repeat(5_000_001),
  });
  expect(shortly(result)).toEqual(["secrets/too-large c.txt"]);
  expect(result.outcome).toBe("passed");
});

test("what git does not commit is not read, but for the build", async () => {
  const [, key] = keys[3] ?? [];
  const root = await bareApp({
    ".gitignore": ".env*\n!.env.example\nlocal/\n",
    ".env.local": `STRIPE_KEY=${key}\n`,
    "local/a.ts": `const a = "${key}";\n`,
  });
  const context = { root, cacheFolder: root, signal: new AbortController().signal };
  expect(shortly(await gate.run(context))).toEqual([]);
  execFileSync("git", ["init", "-q"], { cwd: root });
  expect(shortly(await gate.run(context))).toEqual([]);
  execFileSync("git", ["add", "-f", ".env.local"], { cwd: root });
  expect(shortly(await gate.run(context))).toEqual([
    "secrets/environment-file .env.local",
    "secrets/stripe-key .env.local",
  ]);
});

test.each([
  [
    "the keys of the database on one's own machine",
    `const a = "sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz";`,
  ],
  [
    "its tokens",
    `const a = "${token({ iss: "supabase-demo", role: "service_role", exp: 1_983_812_996 })}";`,
  ],
  [
    "tokens for visitors",
    `const apiKey = "${token({ iss: "supabase", ref: "abc", role: "anon" })}";`,
  ],
  [
    "keys made to be public",
    `const a = "sb_publishable_${letters(31)}"; const b = "pk_live_${letters(24)}";`,
  ],
  [
    "a database on one's own machine",
    `const a = "postgresql://postgres:${letters(12)}@127.0.0.1:54322/postgres";`,
  ],
  ["a database in a container", `const a = "postgres://app:${letters(12)}@db:5432/app";`],
  ["an address with gaps", "const a = `postgres://app:${password}@${host}/app`;"],
  ["a sample", `const a = "sk_live_your_key_goes_here_0000"; const b = "AKIAIOSFODNN7EXAMPLE";`],
  ["a made-up key", 'const a = "sk-ant-api03-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";'],
  [
    "the page's key of Firebase",
    `const firebaseConfig = { authDomain: "a", apiKey: "AIza${letters(35)}" };`,
  ],
  [
    "a name from the environment",
    "const apiKey = process.env.STRIPE_SECRET_KEY ?? settings.apiKeyOfStripe2;",
  ],
  ["a hash", `const integrity = "sha512-${letters(80)}";`],
  ["words about secrets", 'const tokenMessage = "The token has expired2, sign in again";'],
  [
    "a path",
    'const tokenFile = "/run/secrets/app2/token";\nconst passwordUrl = "/auth/v1/recover-2";',
  ],
])("%s: no finding", async (_, text) => {
  expect(shortly(await scan(gate, { "src/a.ts": `${text}\n` }))).toEqual([]);
});

test("long random texts that are given to names of secrets", async () => {
  const files = {
    "src/a.ts": `const jwtSecret = "${letters(32)}";\nconst label = "${letters(32)}";\n`,
    "deploy.yml": `env:\n  DB_PASSWORD: ${letters(24)}\n  IMAGE: ${letters(24)}\n`,
    "src/a.test.ts": `const secret = "${letters(32)}";\n`,
    ".env.example": `API_KEY=${letters(32)}\n`,
  };
  expect(shortly(await scan(gate, files))).toEqual([
    "secrets/assigned-secret deploy.yml",
    "secrets/assigned-secret src/a.ts",
  ]);
});

test("a file of the environment that would be committed", async () => {
  const files = {
    ".env": "VITE_URL=https://a.example\n",
    "functions/.env": "# keys\nSMTP_HOST=mail.example\n",
    ".env.example": "SMTP_HOST=\n",
  };
  const { diagnostics } = await scan(gate, files);
  expect(diagnostics.map(({ severity, subject }) => [subject.file, severity])).toEqual([
    [".env", "warning"],
    ["functions/.env", "error"],
  ]);
});

test("secrets on their way into the browser", async () => {
  const result = await scan(gate, {
    "index.html": '<script type="module" src="/src/main.ts"></script>',
    "src/main.ts": 'import "./admin.ts";\nconst a = import.meta.env.VITE_STRIPE_SECRET_KEY;\n',
    "src/admin.ts": "const key = process.env.SUPABASE_SERVICE_ROLE_KEY;\n",
    "supabase/functions/pay/index.ts": 'Deno.env.get("SUPABASE_SERVICE_ROLE_KEY");\n',
    "scripts/seed.ts": "const key = process.env.SUPABASE_SERVICE_ROLE_KEY;\n",
  });
  expect(shortly(result)).toEqual([
    "secrets/service-role-in-browser src/admin.ts",
    "secrets/exposed-variable src/main.ts VITE_STRIPE_SECRET_KEY",
  ]);
});
