/** Forms in which services write their secret keys. */
const keyForms = [
  /\bsk-(?:ant-|proj-|or-|live-)?[A-Za-z0-9_-]{20,}/g,
  /\b(?:sk|rk)_live_[A-Za-z0-9]{16,}/g,
  /\bAIza[A-Za-z0-9_-]{35}/g,
  /\bgh[pousr]_[A-Za-z0-9]{30,}/g,
  /\bsb_secret_[A-Za-z0-9_-]{20,}/g,
  /\bAKIA[A-Z0-9]{16}\b/g,
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
