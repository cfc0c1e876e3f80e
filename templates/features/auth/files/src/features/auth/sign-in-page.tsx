import { Navigate } from "react-router";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { signIn } from "@/features/auth/api";
import { AuthPage, FormFailure, TextLink } from "@/features/auth/auth-page";
import { PasswordField } from "@/features/auth/password-field";
import { useSession } from "@/features/auth/session";
import { useNext, useNextSearch } from "@/features/auth/sign-in-redirect";
import { emailProblem } from "@/features/auth/validation";
import { useForm } from "@/lib/use-form";

export function SignInPage() {
  const { user } = useSession();
  const search = useNextSearch();
  const next = useNext();
  const { formProps, problems, failure, isSending } = useForm({
    fields: ["email", "password"],
    check: ({ email, password }) => ({
      email: emailProblem(email.trim()),
      password: password === "" ? "Enter your password." : null,
    }),
    send: async ({ email, password }) => {
      await signIn({ email: email.trim(), password });
      return {};
    },
  });

  if (user !== null) return <Navigate to={next} replace />;
  return (
    <AuthPage
      title="Welcome back"
      lead={next === "/" ? "Log in to your account." : "Log in to go on."}
      footer={
        <>
          New here? <TextLink to={{ pathname: "/sign-up", search }}>Create an account</TextLink>
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
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          error={problems.password}
        />
        <div className="-mt-2 text-sm">
          <TextLink to="/forgot-password">Forgot your password?</TextLink>
        </div>
        <FormFailure message={failure} />
        <Button type="submit" busy={isSending} size="large">
          Log in
        </Button>
      </form>
    </AuthPage>
  );
}
