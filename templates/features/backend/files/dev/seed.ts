import type { Seeder } from "./seeder.ts";

/** What a new local database starts with. It is written through the app's API, as the people it belongs to. */
export async function seed(signUpPeople: () => Promise<Seeder>): Promise<void> {
  // @if slot dev.seeds
  const seeder = await signUpPeople();
  // @slot dev.seeds
  // @else
  await signUpPeople();
  // @end
}
