/** Whether a file of an app is part of it, and not of our records of it. */
export function isAppFile(path: string): boolean {
  return !path.startsWith(".megamind/");
}

/** Whether a file of an app holds code, or something that code imports as such. */
export function isSource(path: string): boolean {
  return isAppFile(path) && /\.(?:[cm]?[jt]sx?|json)$/.test(path);
}

/** Whether a file of an app stands at its top, where tools look for their settings. */
export function isSetting(path: string): boolean {
  return !path.includes("/");
}
