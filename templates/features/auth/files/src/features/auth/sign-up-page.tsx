import { useState } from "react";
import { Navigate } from "react-router";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { signUp } from "@/features/auth/api";
import { AuthPage, FormFailure, TextLink } from "@/features/auth/auth-page";
import { PasswordField } from "@/features/auth/password-field";
import { useSession } from "@/features/auth/session";
import { useNext, useNextSearch } from "@/features/auth/sign-in-redirect";
import {
  emailProblem,
  PASSWORD_MIN_LENGTH,
  passwordProblem,
  USERNAME_HINT,
  usernameProblem,
} from "@/features/auth/validation";
import { useForm } from "@/lib/use-form";

export function SignUpPage() {
  const { user } = useSession();
  const search = useNextSearch();
  const next = useNext();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { formProps, problems, failure, isSending } = useForm({
    fields: ["email", "username", "password"],
    check: ({ email, username, password }) => ({
      email: emailProblem(email.trim()),
      username: usernameProblem(username.trim()),
      password: passwordProblem(password),
    }),
    send: async ({ email, username, password }) => {
      const account = { email: email.trim(), username: username.trim(), password };
      const result = await signUp(account);
      if (result.needsConfirmation) setSentTo(account.email);
      return result.problems;
    },
  });

  if (user !== null) return <Navigate to={next} replace />;
  if (sentTo !== null) {
    return (
      <AuthPage
        title="Check your inbox"
        lead={`We sent a link to ${sentTo}. Open it to finish signing up.`}
      >
        <TextLink to="/sign-in">Back to log in</TextLink>
      </AuthPage>
    );
  }
  return (
    <AuthPage
      title="Create your account"
      lead="It takes less than a minute."
      footer={
        <>
          Already have an account? <TextLink to={{ pathname: "/sign-in", search }}>Log in</TextLink>
        </>
      }
    >
      <form {...formProps} className="flex flex-col gap-5">
        <TextField
          label="Email"
          name="email"
          type="email"
          autoComplete="email"
          error={problems.email}
        />
        <TextField
          label="Username"
          name="username"
          autoComplete="nickname"
          autoCapitalize="none"
          spellCheck={false}
          hint={USERNAME_HINT}
          error={problems.username}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="new-password"
          hint={`At least ${PASSWORD_MIN_LENGTH} characters.`}
          error={problems.password}
        />
        <FormFailure message={failure} />
        <Button type="submit" busy={isSending} size="large">
          Create account
        </Button>
      </form>
    </AuthPage>
  );
}
