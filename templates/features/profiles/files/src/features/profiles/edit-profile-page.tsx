import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Page } from "@/components/ui/page";
import { Skeleton } from "@/components/ui/skeleton";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toaster";
import { FormFailure } from "@/features/auth/auth-page";
import { USERNAME_HINT, usernameProblem } from "@/features/auth/validation";
import { saveProfile } from "@/features/profiles/api";
import { AvatarPicker, type AvatarChoice } from "@/features/profiles/avatar-picker";
import { BIO_MAX_LENGTH, DISPLAY_NAME_MAX_LENGTH, type Profile } from "@/features/profiles/types";
import { useMyProfile } from "@/features/profiles/use-profile";
import { messageOf } from "@/lib/errors";
import { useForm } from "@/lib/use-form";

export function EditProfilePage() {
  const { data: profile, error, isPending, refetch } = useMyProfile();
  return (
    <Page title="Edit profile" width="narrow">
      {isPending ? (
        <FormSkeleton />
      ) : error || profile === null ? (
        <ErrorState message={messageOf(error)} onRetry={() => void refetch()} />
      ) : (
        <EditProfileForm key={profile.id} profile={profile} />
      )}
    </Page>
  );
}

function EditProfileForm({ profile }: { profile: Profile }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [avatar, setAvatar] = useState<AvatarChoice>("keep");
  const [bio, setBio] = useState(profile.bio);
  const { formProps, problems, failure, isSending } = useForm({
    fields: ["username", "display_name", "bio"],
    check: ({ username }) => ({ username: usernameProblem(username.trim()) }),
    send: async (values) => {
      const saved = await saveProfile({
        profile,
        avatar,
        values: {
          username: values.username.trim(),
          display_name: values.display_name.trim(),
          bio: values.bio.trim(),
        },
      });
      if (saved === "username-taken") return { username: "That username is taken." };
      // Names and pictures of people are part of much that is shown, so everything is asked for again.
      void queryClient.invalidateQueries();
      toast("Your profile has been saved.");
      void navigate(`/u/${saved.username}`);
      return {};
    },
  });

  return (
    <form {...formProps} className="flex flex-col gap-6">
      <AvatarPicker profile={profile} choice={avatar} onChoose={setAvatar} />
      <TextField
        label="Display name"
        name="display_name"
        defaultValue={profile.display_name}
        maxLength={DISPLAY_NAME_MAX_LENGTH}
        autoComplete="name"
        hint="Shown instead of your username."
      />
      <TextField
        label="Username"
        name="username"
        defaultValue={profile.username}
        autoComplete="nickname"
        autoCapitalize="none"
        spellCheck={false}
        hint={USERNAME_HINT}
        error={problems.username}
      />
      <TextArea
        label="Bio"
        name="bio"
        value={bio}
        onChange={(event) => setBio(event.target.value)}
        maxLength={BIO_MAX_LENGTH}
        placeholder="A sentence or two about you"
      />
      <FormFailure message={failure} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={isSending}>
          Save changes
        </Button>
        <ButtonLink to={`/u/${profile.username}`} variant="ghost">
          Cancel
        </ButtonLink>
      </div>
    </form>
  );
}

function FormSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-6">
      <span className="sr-only">Loading your profile</span>
      <Skeleton className="size-28 rounded-full" />
      <Skeleton className="h-12" />
      <Skeleton className="h-12" />
      <Skeleton className="h-24" />
    </div>
  );
}
