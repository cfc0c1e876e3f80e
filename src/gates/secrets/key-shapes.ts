/** What a key of some service looks like, so that nothing else looks like it. */
export interface KeyShape {
  /** Part of the code of its finding: "stripe-key". */
  readonly id: string;
  /** What people call it. */
  readonly title: string;
  /** The key is the group `key`, or all of it. */
  readonly pattern: RegExp;
  /** A text that must be in a file before the pattern is tried. */
  readonly hint: string;
  /** What to do beside removing it. */
  readonly revoke: string;
}

const shape = (id: string, title: string, rest: Omit<KeyShape, "id" | "title">): KeyShape => ({
  id,
  title,
  ...rest,
});

/** Keys by which somebody can act or pay in another one's name. What is made to be public, such as publishable keys, is not here. */
export const keyShapes: readonly KeyShape[] = [
  shape("supabase-secret-key", "a secret key of Supabase, which passes all row level security", {
    pattern: /\bsb_secret_[\w-]{20,}/g,
    hint: "sb_secret_",
    revoke: "Replace it in the project's settings under API keys.",
  }),
  shape("supabase-access-token", "an access token of a Supabase account", {
    pattern: /\bsbp_(?:oauth_)?[0-9a-f]{40}\b/g,
    hint: "sbp_",
    revoke: "Revoke it in the account's settings.",
  }),
  shape("stripe-key", "a secret key of Stripe", {
    pattern: /\b(?:sk|rk)_(?:live|test)_[0-9A-Za-z]{16,}/g,
    hint: "k_",
    revoke: "Roll it in Stripe's dashboard.",
  }),
  shape("stripe-webhook-secret", "the secret of a Stripe webhook", {
    pattern: /\bwhsec_[0-9A-Za-z+/=]{24,}/g,
    hint: "whsec_",
    revoke: "Roll it in Stripe's dashboard.",
  }),
  shape("anthropic-key", "a key of Anthropic", {
    pattern: /\bsk-ant-(?:api|admin|oat)\d\d-[\w-]{24,}/g,
    hint: "sk-ant-",
    revoke: "Delete it in Anthropic's console.",
  }),
  shape("openai-key", "a key of OpenAI", {
    pattern:
      /\bsk-(?:(?:proj|svcacct|admin)-[\w-]{32,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|[A-Za-z0-9]{48}\b)/g,
    hint: "sk-",
    revoke: "Delete it on OpenAI's page for API keys.",
  }),
  shape("openrouter-key", "a key of OpenRouter", {
    pattern: /\bsk-or-v1-[0-9a-f]{64}\b/g,
    hint: "sk-or-",
    revoke: "Delete it in OpenRouter's settings.",
  }),
  shape("google-key", "a key of Google", {
    pattern: /\b(?:AIza[\w-]{35}|GOCSPX-[\w-]{28})(?![\w-])/g,
    hint: "",
    revoke: "Delete it in Google's console, or limit it to the addresses of the app.",
  }),
  shape("aws-key", "a key of Amazon Web Services", {
    pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
    hint: "IA",
    revoke: "Deactivate it in IAM.",
  }),
  shape("github-token", "a token of GitHub", {
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})/g,
    hint: "_",
    revoke: "Revoke it in GitHub's settings.",
  }),
  shape("gitlab-token", "a token of GitLab", {
    pattern: /\bglpat-[\w-]{20,}/g,
    hint: "glpat-",
    revoke: "Revoke it in GitLab's settings.",
  }),
  shape("slack-token", "a token or webhook of Slack", {
    pattern:
      /\bxox[abeprs]-[A-Za-z0-9-]{10,}|\bhooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{16,}/g,
    hint: "",
    revoke: "Revoke it in Slack's settings of the app.",
  }),
  shape("npm-token", "a token of npm", {
    pattern: /\bnpm_[A-Za-z0-9]{36}\b|:_authToken=(?<key>[^\s${}]{16,})/g,
    hint: "",
    revoke: "Revoke it with npm token revoke.",
  }),
  shape("mail-key", "a key of a mail service", {
    pattern: /\bSG\.[\w-]{20,24}\.[\w-]{39,45}|\bre_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}/g,
    hint: "",
    revoke: "Delete it in the settings of the service.",
  }),
  shape("hugging-face-token", "a token of Hugging Face", {
    pattern: /\bhf_[A-Za-z]{34}\b/g,
    hint: "hf_",
    revoke: "Invalidate it in the account's settings.",
  }),
  shape("bot-token", "the token of a bot", {
    pattern:
      /\b\d{8,10}:AA[\w-]{33}(?![\w-])|\bdiscord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,}/g,
    hint: "",
    revoke: "Make a new one in the settings of the bot.",
  }),
  shape("private-key", "a private key", {
    pattern:
      /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\\n|\s)*(?:[\w-]+: [^\n]*\s+)*(?<key>[A-Za-z0-9+/=]{40,})/g,
    hint: "PRIVATE KEY",
    revoke: "Make a new pair, and withdraw what this one was trusted with.",
  }),
];
