/**
 * What is listed for the first name that is known: as a whole, by its last word, or by its first:
 * `starting_price`, then `price`, then `starting`. Undefined when none is.
 */
export function wordsFor<Listed>(
  lists: Readonly<Record<string, Listed>>,
  names: readonly string[],
): Listed | undefined {
  for (const name of names) {
    const parts = name.split("_");
    const known = [name, parts.at(-1), parts[0]].find(
      (candidate) => candidate !== undefined && Object.hasOwn(lists, candidate),
    );
    if (known !== undefined) return lists[known];
  }
  return undefined;
}
