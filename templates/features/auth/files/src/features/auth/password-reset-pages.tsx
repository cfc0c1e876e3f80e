import { useState } from "react";
import { useNavigate } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toaster";
import { changePassword, requestPasswordReset } from "@/features/auth/api";
import { AuthPage, FormFailure, TextLink } from "@/features/auth/auth-page";
import { PasswordField } from "@/features/auth/password-field";
import { useSession } from "@/features/auth/session";
import { emailProblem, PASSWORD_MIN_LENGTH, passwordProblem } from "@/features/auth/validation";
import { useForm } from "@/lib/use-form";

export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { formProps, problems, failure, isSending } = useForm({
    fields: ["email"],
    check: ({ email }) => ({ email: emailProblem(email.trim()) }),
    send: async ({ email }) => {
      await requestPasswordReset(email.trim());
      setSentTo(email.trim());
      return {};
    },
  });
  const backLink = <TextLink to="/sign-in">Back to log in</TextLink>;

  if (sentTo !== null) {
    return (
      <AuthPage
        title="Check your inbox"
        lead={`If there is an account for ${sentTo}, a link to choose a new password is on its way.`}
      >
        {backLink}
      </AuthPage>
    );
  }
  return (
    <AuthPage
      title="Forgot your password?"
      lead="Enter your email address and we send you a link to choose a new one."
      footer={backLink}
    >
      <form {...formProps} className="flex flex-col gap-5">
        <TextField
          label="Email"
          name="email"
          type="email"
          autoComplete="email"
          error={problems.email}
        />
        <FormFailure message={failure} />
        <Button type="submit" busy={isSending} size="large">
          Send link
        </Button>
      </form>
    </AuthPage>
  );
}

/** Where the link of the reset email leads; the link itself has signed the person in. */
export function NewPasswordPage() {
  const { user, isLoading } = useSession();
  if (isLoading) {
    return (
      <div className="grid min-h-content place-items-center text-muted">
        <Spinner />
      </div>
    );
  }
  if (user === null) {
    return (
      <AuthPage
        title="This link has expired"
        lead="Links to choose a new password work once and for a short time."
      >
        <ButtonLink to="/forgot-password" size="large" className="w-full">
          Send a new link
        </ButtonLink>
      </AuthPage>
    );
  }
  return <NewPasswordForm />;
}

function NewPasswordForm() {
  const navigate = useNavigate();
  const { formProps, problems, failure, isSending } = useForm({
    fields: ["password"],
    check: ({ password }) => ({ password: passwordProblem(password) }),
    send: async ({ password }) => {
      await changePassword(password);
      toast("Your password has been changed.");
      void navigate("/", { replace: true });
      return {};
    },
  });
  return (
    <AuthPage title="Choose a new password" lead="You will use it from now on to log in.">
      <form {...formProps} className="flex flex-col gap-5">
        <PasswordField
          label="New password"
          name="password"
          autoComplete="new-password"
          hint={`At least ${PASSWORD_MIN_LENGTH} characters.`}
          error={problems.password}
        />
        <FormFailure message={failure} />
        <Button type="submit" busy={isSending} size="large">
          Change password
        </Button>
      </form>
    </AuthPage>
  );
}
