/** A number with its noun, for summaries: "1 table", "6 tables". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
