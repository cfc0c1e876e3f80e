/** Text as one argument of a shell command, in double quotes where that is enough. */
export function shellText(text: string): string {
  return /["$`\\!\n]/.test(text) ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `"${text}"`;
}
