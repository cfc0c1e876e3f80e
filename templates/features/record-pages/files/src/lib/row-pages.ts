/** How many rows of a list are loaded at once. */
export const PAGE_SIZE = 20;

/** The last row of a page; the next page starts after it. */
export interface Cursor {
  readonly created_at: string;
  readonly id: string;
}

/** Where the page after this one starts; null when this one was the last. */
export function cursorAfter(page: readonly Cursor[]): Cursor | null {
  const last = page.at(-1);
  return last === undefined || page.length < PAGE_SIZE ? null : last;
}

/**
 * The filter for what comes after a cursor, newest first; it needs `created_at <= cursor` beside it,
 * from which Postgres sees that it can start in the middle of an index.
 */
export function olderThan({ created_at: time, id }: Cursor): string {
  return `created_at.lt."${time}",id.lt.${id}`;
}

/** Whether an address can hold the id of a row. */
export function isRowId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
