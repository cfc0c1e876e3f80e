import type { Database } from "../../src/lib/database.types.ts";
import type { Seeder } from "../seeder.ts";

// @if !empty
type Tables = Database["public"]["Tables"];

// @end
// @if moments
/** A full hour so many days from now; before now when they are negative. */
function moment(days: number, hour: number): string {
  const date = new Date();
  date.setDate(date.getDate() + days);
  date.setHours(hour, 0, 0, 0);
  return date.toISOString();
}

// @end
// @if days
/** The date so many days from now; before now when they are negative. */
function day(days: number): string {
  const date = new Date();
  date.setDate(date.getDate() + days);
  return date.toISOString().slice(0, 10);
}

// @end
// @if pictures
/** Small pictures that grow into soft gradients. */
const PICTURES: readonly string[] = [
  // @print pictures
];

/** Stores one of the pictures for somebody. Resolves to its path. */
async function storePicture(
  seeder: Seeder,
  { username, place, name }: { username: string; place: number; name: string },
): Promise<string> {
  const path = `${seeder.idOf(username)}/${name}.png`;
  const { error } = await seeder
    .as(username)
    .storage.from("$bucket$")
    .upload(path, Buffer.from(PICTURES[place] ?? "", "base64"), { contentType: "$mimeType$" });
  if (error) throw error;
  return path;
}

// @end
/** What a new database has to show of this: $title$. */
// @if empty
export async function $seeds$(_seeder: Seeder): Promise<void> {
  // Nobody but the server writes them.
}
// @else
export async function $seeds$(seeder: Seeder): Promise<void> {
  // @print calls
}

// @print functions
// @end
