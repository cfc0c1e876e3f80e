/** Forms in which services write their secret keys. */
const keyForms = [
  /\bsk-(?:ant-|proj-|or-|live-)?[A-Za-z0-9_-]{20,}/g,
  /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}/g,
  /\bwhsec_[A-Za-z0-9+/=]{24,}/g,
  /\bAIza[A-Za-z0-9_-]{35}/g,
  /\bgh[pousr]_[A-Za-z0-9]{30,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{50,}/g,
  /\bglpat-[A-Za-z0-9_-]{20,}/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/g,
  /\bnpm_[A-Za-z0-9]{36}\b/g,
  /\bhf_[A-Za-z]{30,}/g,
  /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/g,
  /\bsbp_(?:oauth_)?[0-9a-f]{40}\b/g,
  /\bsb_secret_[A-Za-z0-9_-]{20,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  // Tokens of a session or a role, and the password inside the address of a database.
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/g,
  /(?<=\bpostgres(?:ql)?:\/\/[^\s:@/]{1,100}:)[^\s@/]{8,200}(?=@)/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g,
];

const mark = "[redacted]";

/** Takes secrets out of a text: the given ones, and everything that has the form of a key. */
export type Redact = (text: string) => string;

/** @param secrets values that must never be written or sent; shorter than 8 characters are no secrets. */
export function createRedactor(secrets: readonly string[]): Redact {
  const known = secrets
    .filter((secret) => secret.length >= 8)
    .toSorted((left, right) => right.length - left.length);
  return (text) => {
    const withoutKnown = known.reduce((rest, secret) => rest.replaceAll(secret, mark), text);
    return keyForms.reduce((rest, form) => rest.replace(form, mark), withoutKnown);
  };
}
