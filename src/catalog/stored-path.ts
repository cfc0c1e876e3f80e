import { posix } from "node:path";

/**
 * Files that npm never packs under their own names, and that would act on our own repository: they are stored
 * without the dot. Source: the list of files that are always ignored in npm's documentation of package.json.
 */
const storedNames: ReadonlyMap<string, string> = new Map([
  [".gitignore", "gitignore"],
  [".npmrc", "npmrc"],
]);
const appNames = new Map([...storedNames].map(([name, stored]) => [stored, name]));

/** Where a file of the app is stored below a feature's `files/`. */
export function storedPath(appPath: string): string {
  return renamed(appPath, storedNames);
}

/** The path that a stored file has in the app. */
export function appPathOfStored(stored: string): string {
  return renamed(stored, appNames);
}

function renamed(path: string, names: ReadonlyMap<string, string>): string {
  const name = posix.basename(path);
  return posix.join(posix.dirname(path), names.get(name) ?? name);
}
