import { expect, test } from "vitest";
import { emailProblem, passwordProblem, usernameProblem } from "@/features/auth/validation";

test.each(["mira@example.com", "m.s+tag@mail.example.co"])("%j is an email address", (email) => {
  expect(emailProblem(email)).toBeNull();
});

test.each(["", "mira", "mira@", "@example.com", "mira@example", "mi ra@example.com"])(
  "%j is no email address",
  (email) => {
    expect(emailProblem(email)).not.toBeNull();
  },
);

test("passwords need eight characters", () => {
  expect(passwordProblem("")).toBe("Choose a password.");
  expect(passwordProblem("1234567")).toBe("Use at least 8 characters.");
  expect(passwordProblem("12345678")).toBeNull();
});

test.each([
  ["", "Choose a username."],
  ["ab", "Use at least 3 characters."],
  ["a".repeat(25), "Use at most 24 characters."],
  ["mira.sol", "Use only letters, digits and underscores."],
  ["mira sol", "Use only letters, digits and underscores."],
  ["Mira_24", null],
  ["a".repeat(24), null],
])("the username %j: %j", (username, problem) => {
  expect(usernameProblem(username)).toBe(problem);
});
