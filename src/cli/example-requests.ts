import { readFileSync } from "node:fs";

/** What help texts show. The words are the catalog's, because only it knows what can be asked for. */
interface ExampleRequests {
  /** Names a whole kind of app. */
  readonly whole: string;
  /** Leaves something out. */
  readonly reduced: string;
  /** Gives a name and a limit. */
  readonly named: string;
  /** Names things to store that no feature is about. */
  readonly stored: string;
  /** The id of a feature. */
  readonly feature: string;
  /** A folder for the app of `whole`. */
  readonly folder: string;
}

/** The examples that come with the catalog of megamind. */
export function exampleRequests(): ExampleRequests {
  const file = new URL("../../templates/example-requests.json", import.meta.url);
  const examples: ExampleRequests = JSON.parse(readFileSync(file, "utf8"));
  return examples;
}
