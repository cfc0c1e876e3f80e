import { bodyTokens } from "../bodies/body-tokens.ts";
import type { Lint } from "./lint.ts";
import { functionHit, nameOf } from "./subjects.ts";

export const signUpCanFail: Lint = {
  code: "lint/sign-up-can-fail",
  severity: "info",
  title: "Trigger that can refuse new users",
  explanation:
    "An error in a trigger on auth.users makes the sign-up fail, and the user reads no more than that the database had an error.",
  remedy: "Catch errors in it with EXCEPTION WHEN OTHERS, and leave a warning.",
  find: ({ facts }) =>
    facts.functions
      .filter((found) => found.runsOnSignUp && !catchesAll(found.body))
      .map((found) =>
        functionHit(found, `Whatever goes wrong in ${nameOf(found)} makes the sign-up fail.`),
      ),
};

function catchesAll(body: string): boolean {
  const words = bodyTokens(body).map(({ value }) => value);
  return words.some((word, place) => word === "others" && words[place - 1] === "when");
}
