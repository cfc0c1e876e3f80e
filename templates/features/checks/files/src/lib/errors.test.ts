import { AuthApiError } from "@supabase/supabase-js";
import { expect, test } from "vitest";
import { errorCode, messageOf } from "@/lib/errors";

test.each([
  [
    { code: "23505", message: "duplicate key value violates unique constraint" },
    "That already exists.",
  ],
  [{ code: "42501", message: "permission denied for table x" }, "You are not allowed to do that."],
  [
    new TypeError("Failed to fetch"),
    "We could not reach the server. Check your connection and try again.",
  ],
  [{ message: "mime type text/plain is not supported" }, "Files of this type are not accepted."],
  [
    new AuthApiError("Invalid login credentials", 400, "invalid_credentials"),
    "The email address or the password is not right.",
  ],
])("%o becomes %s", (error, message) => {
  expect(messageOf(error)).toBe(message);
});

test("the auth server's own words for people are kept, those for developers are not", () => {
  const weak = new AuthApiError("Password should be at least 8 characters.", 422, "weak_password");
  expect(messageOf(weak)).toBe("Password should be at least 8 characters.");
  const broken = new AuthApiError("Database error saving new user", 500, "unexpected_failure");
  expect(messageOf(broken)).toBe("Something went wrong. Please try again.");
  expect(messageOf(new Error("Cannot read properties of undefined"))).toBe(
    "Something went wrong. Please try again.",
  );
  expect(messageOf(undefined)).toBe("Something went wrong. Please try again.");
});

test("the code is there for those who handle it themselves", () => {
  expect(errorCode({ code: "23505", message: "" })).toBe("23505");
  expect(errorCode(new Error("no code"))).toBeNull();
  expect(errorCode(null)).toBeNull();
});
