import type { Archetype } from "../spec/blueprint.ts";
import { cleanName, type GivenName } from "./app-name.ts";

interface NameInput {
  readonly given: GivenName | null;
  readonly archetypes: readonly Archetype[];
  /** What an app for the things that the request wants stored is called; null when there are none. */
  readonly stored: string | null;
  /** Words of the request that nothing else explains; what the app is about. */
  readonly topics: readonly string[];
  readonly featureTitles: readonly string[];
}

/** The app's name: as given, else the archetype's, else from the words of the request. */
export function nameApp(input: NameInput): {
  readonly name: string;
  readonly assumptions: readonly string[];
} {
  const { given, archetypes, stored, topics, featureTitles } = input;
  if (given !== null) {
    if (given.name === given.written) return { name: given.name, assumptions: [] };
    const cut = `The name "${given.written}" is written "${given.name}": at most 40 letters, digits, spaces, dots, dashes and underscores.`;
    return { name: given.name, assumptions: [cut] };
  }
  const words =
    topics.length > 0
      ? topics.slice(0, 2).map(capital).join(" ")
      : featureTitles.slice(0, 2).join(" and ");
  const name = archetypes[0]?.appName ?? cleanName(stored ?? "") ?? cleanName(words) ?? "App";
  return {
    name,
    assumptions: [`The app is named "${name}"; add: called "<name>" to choose another name.`],
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
