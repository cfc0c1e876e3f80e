import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { $icon$ } from "lucide-react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import { useSession } from "@/features/auth/session";
import { useSignInRedirect } from "@/features/auth/sign-in-redirect";
import type { $parentType$ } from "$types$";
import { classNames } from "@/lib/class-names";
import { errorCode, messageOf } from "@/lib/errors";
import { supabase } from "@/lib/supabase";

const UNIQUE_VIOLATION = "23505";

interface $type$State {
  /** Whether there is one of the signed-in person. */
  readonly isOn: boolean;
  // @if counted
  /** How many there are of everybody. */
  readonly count: number;
  // @end
}

interface $type$Key {
  readonly $parentVariable$Id: string;
  readonly userId: string;
}

// @if open
async function fetchState({
  $parentVariable$Id,
  userId,
}: {
  $parentVariable$Id: string;
  /** Null for a visitor. */
  userId: string | null;
}): Promise<$type$State> {
// @else
async function fetchState({ $parentVariable$Id, userId }: $type$Key): Promise<$type$State> {
// @end
  // @if counted
  const counting = supabase
    // @if counter
    .from("$parentTable$")
    .select("$counter$")
    .eq("id", $parentVariable$Id);
    // @else
    .from("$table$")
    .select("$userField$", { count: "exact", head: true })
    .eq("$parentField$", $parentVariable$Id);
    // @end
  // @if open
  if (userId === null) {
    const { $countName$, error } = await counting;
    if (error) throw error;
    return { isOn: false, count: $countValue$ };
  }
  // @end
  const [own, { $countName$, error }] = await Promise.all([
    supabase
      .from("$table$")
      .select("$userField$")
      .eq("$parentField$", $parentVariable$Id)
      .eq("$userField$", userId)
      .maybeSingle(),
    counting,
  ]);
  if (own.error) throw own.error;
  if (error) throw error;
  return { isOn: own.data !== null, count: $countValue$ };
  // @else
  const { data, error } = await supabase
    .from("$table$")
    .select("$userField$")
    .eq("$parentField$", $parentVariable$Id)
    .eq("$userField$", userId)
    .maybeSingle();
  if (error) throw error;
  return { isOn: data !== null };
  // @end
}

/** Doing it twice is as good as once. */
async function add({ $parentVariable$Id, userId }: $type$Key): Promise<void> {
  const { error } = await supabase
    .from("$table$")
    .insert({ $parentField$: $parentVariable$Id, $userField$: userId });
  if (error && errorCode(error) !== UNIQUE_VIOLATION) throw error;
}

// @if canDelete
async function remove({ $parentVariable$Id, userId }: $type$Key): Promise<void> {
  const { error } = await supabase
    .from("$table$")
    .delete()
    .eq("$parentField$", $parentVariable$Id)
    .eq("$userField$", userId);
  if (error) throw error;
}

// @end
/** Shown at once and taken back when it could not be saved; visitors are led to log in. */
function use$type$($parentVariable$Id: string) {
  const { user, isLoading } = useSession();
  const signIn = useSignInRedirect();
  const queryClient = useQueryClient();
  const queryKey = ["$table$", "state", $parentVariable$Id];
  const userId = user?.id;
  const { data: state } = useQuery({
    queryKey,
    // @if open
    queryFn: isLoading
      ? skipToken
      : () => fetchState({ $parentVariable$Id, userId: userId ?? null }),
    // @else
    queryFn: userId === undefined ? skipToken : () => fetchState({ $parentVariable$Id, userId }),
    // @end
  });

  const { mutate } = useMutation({
    mutationKey: queryKey,
    // @if canDelete
    mutationFn: ({ isOn, userId: person }: { isOn: boolean; userId: string }) =>
      (isOn ? add : remove)({ $parentVariable$Id, userId: person }),
    // @else
    mutationFn: ({ userId: person }: { isOn: boolean; userId: string }) =>
      add({ $parentVariable$Id, userId: person }),
    // @end
    // Two quick clicks must reach the server in their order.
    scope: { id: `$table$-${$parentVariable$Id}` },
    onMutate: async ({ isOn }) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData<$type$State>(queryKey);
      if (before !== undefined && before.isOn !== isOn) {
        // @if counted
        const count = Math.max(0, before.count + (isOn ? 1 : -1));
        queryClient.setQueryData<$type$State>(queryKey, { isOn, count });
        // @else
        queryClient.setQueryData<$type$State>(queryKey, { isOn });
        // @end
      }
      return before;
    },
    onError: (error, _change, before) => {
      if (before !== undefined) queryClient.setQueryData(queryKey, before);
      toast(messageOf(error), { tone: "error" });
    },
    onSettled: () => {
      // Other pages may show what depends on it; while another click is under way they wait for that.
      if (queryClient.isMutating({ mutationKey: queryKey }) === 1) {
        void queryClient.invalidateQueries();
      }
    },
  });

  const toggle = () => {
    if (userId === undefined) {
      if (!isLoading) signIn();
    } else if (state !== undefined) {
      mutate({ isOn: !state.isOn, userId });
    }
  };
  return { state, toggle, isReady: userId === undefined ? !isLoading : state !== undefined };
}

export function $component$({ $parentVariable$ }: { $parentVariable$: $parentType$ }) {
  const { state, toggle, isReady } = use$type$($parentVariable$.id);
  const isOn = state?.isOn ?? false;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        variant={isOn ? "secondary" : "primary"}
        aria-pressed={isOn}
        // @if canDelete
        disabled={!isReady}
        // @else
        disabled={!isReady || isOn}
        // @end
        onClick={toggle}
      >
        <$icon$ aria-hidden className={classNames("size-5", isOn && "fill-current")} />
        {isOn ? "$on$" : "$off$"}
      </Button>
      {/* @if counted */}
      {state !== undefined && (
        <span className="text-sm text-muted tabular-nums">
          {state.count} {state.count === 1 ? "$oneInside$" : "$manyInside$"}
        </span>
      )}
      {/* @end */}
    </div>
  );
}
