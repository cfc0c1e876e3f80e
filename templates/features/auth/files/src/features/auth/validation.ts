/** Long enough for any real address; the server has the last word. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const PASSWORD_MIN_LENGTH = 8;
export const USERNAME_HINT = "3 to 24 letters, digits or underscores.";

/** Each returns what is wrong with a value, or null. */
export function emailProblem(email: string): string | null {
  if (email === "") return "Enter your email address.";
  return EMAIL.test(email) ? null : "That does not look like an email address.";
}

/** For a password that is being chosen; one that exists is only checked by the server. */
export function passwordProblem(password: string): string | null {
  if (password === "") return "Choose a password.";
  return password.length >= PASSWORD_MIN_LENGTH
    ? null
    : `Use at least ${PASSWORD_MIN_LENGTH} characters.`;
}

export function usernameProblem(username: string): string | null {
  if (username === "") return "Choose a username.";
  if (username.length < 3) return "Use at least 3 characters.";
  if (username.length > 24) return "Use at most 24 characters.";
  return /^[a-zA-Z0-9_]+$/.test(username) ? null : "Use only letters, digits and underscores.";
}
