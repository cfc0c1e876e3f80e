import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "../src/lib/database.types.ts";
import type { Handler } from "./node-http.ts";

export type SeedPerson = {
  readonly name: string;
  readonly username: string;
  readonly email: string;
  readonly password: string;
};

/** What a seed works with: the app's own API, as people who have signed up. */
export type Seeder = {
  readonly people: readonly SeedPerson[];
  /** The client of a person who is signed in. Throws for a username that is not among `people`. */
  readonly as: (username: string) => SupabaseClient<Database>;
  /** The id of that person's user. */
  readonly idOf: (username: string) => string;
  /** The bytes of a file below `dev/samples`. */
  readonly file: (path: string) => Promise<Uint8Array<ArrayBuffer>>;
};

const PEOPLE: readonly SeedPerson[] = [
  person("Mira Okafor", "mira"),
  person("Jonas Lindqvist", "jonas"),
  person("Aiko Tanaka", "aiko"),
  person("Leo Marchetti", "leo"),
];

function person(name: string, username: string): SeedPerson {
  return { name, username, email: `${username}@example.com`, password: `letmein-${username}` };
}

/** One line on how to log in as one of them. */
export function describePeople(): string {
  const [first, ...others] = PEOPLE;
  return `log in as ${first?.email}, password ${first?.password} (likewise ${others.map((other) => other.username).join(", ")})`;
}

type Api = {
  /** The app's folder. */
  readonly root: string;
  readonly origin: string;
  /** The publishable key. */
  readonly key: string;
  readonly fetch: Handler;
};

/** Signs everybody up, one after the other. Throws when the backend refuses one. */
export async function signUpPeople(api: Api): Promise<Seeder> {
  const accounts = new Map<string, { id: string; client: SupabaseClient<Database> }>();
  for (const person of PEOPLE) accounts.set(person.username, await signUp(person, api));
  const find = (username: string) => {
    const account = accounts.get(username);
    if (!account) {
      throw new Error(
        `There is no seeded person "${username}". There are: ${[...accounts.keys()].join(", ")}.`,
      );
    }
    return account;
  };
  return {
    people: PEOPLE,
    as: (username) => find(username).client,
    idOf: (username) => find(username).id,
    file: async (path) => new Uint8Array(await readFile(join(api.root, "dev/samples", path))),
  };
}

async function signUp(person: SeedPerson, { origin, key, fetch }: Api) {
  const client = createClient<Database>(origin, key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: (input, init) => fetch(new Request(input, init)) },
  });
  const { data, error } = await client.auth.signUp({
    email: person.email,
    password: person.password,
    options: { data: { username: person.username, display_name: person.name } },
  });
  if (error) throw error;
  if (!data.user) throw new Error(`Signing up ${person.email} gave no user.`);
  return { id: data.user.id, client };
}
