import { expect, test } from "vitest";
import { createRedactor } from "../../src/models/redact.ts";

const redact = createRedactor(["hunter22hunter"]);
const some = (count: number, letters = "aB3xY7kQ9") => letters.repeat(count).slice(0, count);

// Put together here, so that no scan of this project takes them for keys.
test.each([
  ["OpenAI", `sk-proj-${some(40)}`],
  ["Anthropic", `sk-ant-api03-${some(80)}`],
  ["Stripe", `sk_test_${some(24)}`],
  ["a webhook", `whsec_${some(32)}`],
  ["Google", `AIza${some(35)}`],
  ["GitHub", `ghp_${some(36)}`],
  ["GitHub, newer", `github_pat_${some(70)}`],
  ["GitLab", `glpat-${some(20)}`],
  ["Slack", `xoxb-${some(12, "1234")}-${some(24)}`],
  ["npm", `npm_${some(36)}`],
  ["Hugging Face", `hf_${some(34, "abCD")}`],
  ["a mail service", `SG.${some(22)}.${some(43)}`],
  ["Supabase", `sb_secret_${some(31)}`],
  ["a Supabase account", `sbp_${some(40, "0a1b")}`],
  ["Amazon", `ASIA${some(16, "AB23")}`],
  ["a session", `eyJ${some(20)}.eyJ${some(40)}.${some(43)}`],
  ["the environment", "hunter22hunter"],
])("a key of %s is taken out, and nothing around it", (_, key) => {
  expect(redact(`const a = "${key}"; // it`)).toBe('const a = "[redacted]"; // it');
});

test("of a database's address only the password goes", () => {
  const address = (password: string) => `postgresql://app:${password}@db.example.com:5432/app`;
  expect(redact(address(some(16)))).toBe(address("[redacted]"));
});

test.each([
  "npm_config_registry and npm_lifecycle_event",
  "sk-only-short",
  "https://host:8080/path@1",
  "a.b.c, eyJ.eyJ.x",
  "hf_hub and SG.short.text",
  `sb_publishable_${some(31)}`,
])("%s is no secret", (text) => {
  expect(redact(text)).toBe(text);
});
