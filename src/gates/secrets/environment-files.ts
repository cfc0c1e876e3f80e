/** A file of environment variables that is for one machine, and not a pattern for others. */
export function isEnvironmentFile(path: string): boolean {
  const name = path.split("/").at(-1) ?? path;
  return /^\.env(?:\.[\w.-]+)?$/.test(name) && !isEnvironmentExample(path);
}

/** A file that says which variables there are, with values that open nothing. */
export function isEnvironmentExample(path: string): boolean {
  return /(?:^|\/)\.env(?:\.[\w.-]+)*\.(?:example|sample|template|defaults|dist)$/.test(path);
}

/** Variables that bundlers put into what everybody can read. */
const forEverybody = /^(?:VITE|NEXT_PUBLIC|REACT_APP|EXPO_PUBLIC|PUBLIC|NUXT_PUBLIC|GATSBY)_/;

/** Names of variables that have a value and are not made for the browser. */
export function privateVariables(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(\S.*)$/gm)]
    .filter(([, name = "", value = ""]) => !forEverybody.test(name) && !/^(?:#|""|'')/.test(value))
    .map(([, name = ""]) => name);
}

/** Variables whose names promise a secret and put it into what everybody can read. */
export const exposedVariable =
  /\b(?:VITE|NEXT_PUBLIC|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY)_\w*(?:SERVICE_ROLE|SECRET|PRIVATE_KEY|PASSWORD)\w*/g;
