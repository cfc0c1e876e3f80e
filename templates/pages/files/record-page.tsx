import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { Link, useNavigate, useParams } from "react-router";
import { ButtonLink } from "@/components/ui/button";
import { DeleteButton } from "@/components/ui/delete-button";
import { ErrorState } from "@/components/ui/error-state";
import { Fact, Facts } from "@/components/ui/facts";
import { LoadingRecord, MissingRecord, RecordPage } from "@/components/ui/record-page";
import { useSession } from "@/features/auth/session";
import { ProfileLink } from "@/features/profiles/profile-link";
import { profileName } from "@/features/profiles/types";
import { delete$type$, fetch$type$, $row$Keys } from "$api$";
import { $row$Label, $row$Path, type $type$ } from "$typesFile$";
import { hasRole } from "@/lib/access";
import { messageOf } from "@/lib/errors";
import {
  formatChoice,
  formatDate,
  formatMoney,
  formatNumber,
  formatTime,
  formatYesNo,
} from "@/lib/format";
import { isRowId } from "@/lib/row-pages";
// @print imports

export function $page$() {
  const { id = "" } = useParams();
  return isRowId(id) ? <$type$WithId key={id} id={id} /> : <No$type$ />;
}

function $type$WithId({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: $row$Keys.one(id),
    queryFn: () => fetch$type$(id),
  });
  if (isPending) return <LoadingRecord label="Loading $oneInside$" />;
  if (error) {
    return (
      <ErrorState
        title="This $oneInside$ could not be loaded"
        message={messageOf(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return data === null ? <No$type$ /> : <Shown$type$ $row$={data} />;
}

function Shown$type$({ $row$ }: { $row$: $type$ }) {
  return (
    <RecordPage
      title={$row$Label($row$)}
      back={{ to: $backTo$, label: $backLabel$ }}
      // @if lead
      lead={
        // @print lead
      }
      // @end
      // @if hasActions
      actions={<Actions $row$={$row$} />}
      // @end
    >
      {/* @print picture */}
      {/* @if facts */}
      <Facts>
        {/* @print facts */}
      </Facts>
      {/* @end */}
      {/* @if toggles */}
      <div className="mt-6 flex flex-wrap items-center gap-x-8 gap-y-4">
        {/* @print toggles */}
      </div>
      {/* @end */}
      {/* @print parts */}
    </RecordPage>
  );
}

// @if hasActions
/** What the access rules of the database let this person do. */
function Actions({ $row$ }: { $row$: $type$ }) {
  // @if asksUser
  const { user } = useSession();
  // @end
  // @if canDelete
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const leave = async () => {
    await navigate($backTo$, { replace: true });
    void queryClient.invalidateQueries({ queryKey: $row$Keys.all });
  };
  // @end
  // @print rules
  return (
    <>
      {/* @print actions */}
    </>
  );
}
// @end

function No$type$() {
  return (
    <MissingRecord
      title="This $oneInside$ is not here"
      // @if part
      back={{ to: "/", label: "Go home" }}
      // @else
      back={{ to: "$listPath$", label: "All $manyInside$" }}
      // @end
    />
  );
}
