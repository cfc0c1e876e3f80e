import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { ErrorState } from "@/components/ui/error-state";
import { Page } from "@/components/ui/page";
import { LoadingForm, MissingRecord } from "@/components/ui/record-page";
import { RowSelect } from "@/components/ui/row-select";
import { SelectField } from "@/components/ui/select-field";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toaster";
import { FormFailure } from "@/features/auth/auth-page";
import { useUser } from "@/features/auth/session";
import { insert$type$, fetch$type$, $row$Keys, update$type$ } from "$api$";
import { $row$Path, type $type$, type $type$Values } from "$typesFile$";
import { errorCode, messageOf } from "@/lib/errors";
import { formatChoice } from "@/lib/format";
import {
  choiceProblem,
  moneyInput,
  moneyProblem,
  now,
  numberProblem,
  readChoice,
  readList,
  readMoney,
  readText,
  readNumber,
  readTime,
  textProblem,
  timeInput,
  today,
} from "@/lib/read-fields";
import { isRowId } from "@/lib/row-pages";
import type { PictureChoice } from "@/lib/stored-pictures";
import { useForm } from "@/lib/use-form";
// @print imports

// @if unique
const UNIQUE_VIOLATION = "23505";
// @end

// @if canInsert
export function $create$() {
  // @if owned
  const { id: userId } = useUser();
  // @end
  // @if part
  const { id: $parentRow$Id = "" } = useParams();
  // @end
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  // @if picture
  const save = async (values: $type$Values, picture: PictureChoice) => {
    const change = { choice: picture, before: null, userId };
    // @print insert
  // @else
  const save = async (values: $type$Values) => {
    // @print insert
  // @end
    toast("The $oneInside$ was added.");
    await navigate($afterInsert$);
    void queryClient.invalidateQueries({ queryKey: $row$Keys.all });
    // @if part
    void queryClient.invalidateQueries({ queryKey: $parentRow$Keys.all });
    // @end
  };
  return (
    <Page title="New $oneInside$" width="narrow">
      <$type$Form save={save} submitLabel="Add $oneInside$" $cancelInsert$ />
    </Page>
  );
}

// @end
// @if canUpdate
export function $edit$() {
  const { id = "" } = useParams();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: $row$Keys.one(id),
    queryFn: () => (isRowId(id) ? fetch$type$(id) : null),
  });
  if (data === null) {
    return (
      <MissingRecord title="This $oneInside$ is not here" back={{ to: "/", label: "Go home" }} />
    );
  }
  return (
    <Page title="Edit $oneInside$" width="narrow">
      {isPending ? (
        <LoadingForm label="Loading $oneInside$" />
      ) : error ? (
        <ErrorState message={messageOf(error)} onRetry={() => void refetch()} />
      ) : (
        <Change$type$ key={data.id} $row$={data} />
      )}
    </Page>
  );
}

function Change$type$({ $row$ }: { $row$: $type$ }) {
  // @if picture
  const { id: userId } = useUser();
  // @end
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  // @if picture
  const save = async ($changed$: $type$Values, picture: PictureChoice) => {
    const change = { choice: picture, before: $row$.$pictureField$, userId };
    await $savePicture$(change, ($pictureField$) =>
      update$type$($row$.id, { ...values, $pictureValue$ }),
    );
  // @else
  const save = async ($changed$: $type$Values) => {
    await update$type$($row$.id, values);
  // @end
    toast("The $oneInside$ has been saved.");
    await navigate($row$Path($row$));
    void queryClient.invalidateQueries({ queryKey: $row$Keys.all });
    // @if part
    void queryClient.invalidateQueries({ queryKey: $parentRow$Keys.all });
    // @end
  };
  return (
    <$type$Form
      $row$={$row$}
      save={save}
      submitLabel="Save changes"
      cancelTo={$row$Path($row$)}
    />
  );
}

// @end
interface $type$FormProps {
  // @if canUpdate
  /** What is changed; none for a new one. */
  $row$?: $type$;
  // @end
  // @if picture
  save: (values: $type$Values, picture: PictureChoice) => Promise<void>;
  // @else
  save: (values: $type$Values) => Promise<void>;
  // @end
  submitLabel: string;
  cancelTo: string;
}

// @if canUpdate
function $type$Form({ $row$, save, submitLabel, cancelTo }: $type$FormProps) {
// @else
function $type$Form({ save, submitLabel, cancelTo }: $type$FormProps) {
// @end
  // @if picture
  const [picture, setPicture] = useState<PictureChoice>("keep");
  // @end
  // @print queries
  const { formProps, problems, failure, isSending } = useForm({
    fields: [$fieldNames$],
    // @if checked
    check: (values) => ({
      // @print checks
    }),
    // @else
    check: () => ({}),
    // @end
    send: async (values) => {
      // @if unique
      try {
        // @print save
      } catch (error) {
        if (errorCode(error) !== UNIQUE_VIOLATION) throw error;
        return { $uniqueField$: "There is one like this already." };
      }
      // @else
      // @print save
      // @end
      return {};
    },
  });
  return (
    <form {...formProps} className="flex flex-col gap-6">
      {/* @print inputs */}
      <FormFailure message={failure} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={isSending}>
          {submitLabel}
        </Button>
        <ButtonLink to={cancelTo} variant="ghost">
          Cancel
        </ButtonLink>
      </div>
    </form>
  );
}
