import { errorCode } from "@/lib/errors";
import { supabase } from "@/lib/supabase";
import type { Problems } from "@/lib/use-form";
// @if slot auth.username-checks

/** Each says why a username cannot be had, or null. */
const usernameChecks: readonly ((username: string) => Promise<string | null>)[] = [
  // @slot auth.username-checks
];
// @end

interface NewAccount {
  email: string;
  password: string;
  username: string;
}

export interface SignUpResult {
  problems: Problems<keyof NewAccount>;
  /** The account exists but has to be confirmed by a link in an email first. */
  needsConfirmation: boolean;
}

export async function signUp({ email, password, username }: NewAccount): Promise<SignUpResult> {
  // @if slot auth.username-checks
  for (const check of usernameChecks) {
    const problem = await check(username);
    if (problem !== null) return { problems: { username: problem }, needsConfirmation: false };
  }
  // @end
  const { data, error } = await supabase.auth.signUp({
    email,
    password,
    options: { data: { username, display_name: "" }, emailRedirectTo: location.origin },
  });
  if (error === null) return { problems: {}, needsConfirmation: data.session === null };
  const code = errorCode(error);
  if (code === "user_already_exists" || code === "email_exists") {
    return {
      problems: { email: "There is already an account with this email address." },
      needsConfirmation: false,
    };
  }
  throw error;
}

export async function signIn(credentials: { email: string; password: string }) {
  const { error } = await supabase.auth.signInWithPassword(credentials);
  if (error) throw error;
}

/** Ends the session in this browser only. */
export async function signOut() {
  const { error } = await supabase.auth.signOut({ scope: "local" });
  if (error) throw error;
}

/** Sends a link to the page for a new password, if there is such an account. */
export async function requestPasswordReset(email: string) {
  const { error } = await supabase.auth.resetPasswordForEmail(email, {
    redirectTo: `${location.origin}/new-password`,
  });
  if (error) throw error;
}

export async function changePassword(password: string) {
  const { error } = await supabase.auth.updateUser({ password });
  if (error) throw error;
}
