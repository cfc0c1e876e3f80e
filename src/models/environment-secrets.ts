/** Names of variables whose values are secrets. */
const secretNames = /(?:KEY|TOKEN|SECRET|PASSWORD)$/i;

/** Values of variables that are named as secrets. */
export function environmentSecrets(
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return Object.keys(env)
    .filter((name) => secretNames.test(name))
    .flatMap((name) => env[name]?.trim() ?? []);
}

/**
 * The same without those that could as well be a word of a request or of code: taking such a one out of what is sent
 * and received would break it.
 */
export function unmistakableSecrets(
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return environmentSecrets(env).filter(
    (value) => value.length >= 16 && /\d/.test(value) && /^[^\s./]\S*$/.test(value),
  );
}
