import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import { useSession } from "@/features/auth/session";
import { useSignInRedirect } from "@/features/auth/sign-in-redirect";
import type { $parentType$ } from "$types$";
import type { Database } from "@/lib/database.types";
import { messageOf } from "@/lib/errors";
import { supabase } from "@/lib/supabase";

type Value = Database["public"]["Tables"]["$table$"]["Row"]["$field$"];

const CHOICES: readonly { readonly value: Value; readonly label: string }[] = [
  // @print choices
];

interface $type$State {
  /** What the signed-in person has chosen; null for nothing. */
  readonly chosen: Value | null;
  // @if counted
  /** How many people have chosen each. */
  readonly counts: Readonly<Record<string, number>>;
  // @end
}

interface Choice {
  readonly $parentVariable$Id: string;
  readonly userId: string;
  /** What was chosen before, and what is now; null for nothing. */
  readonly before: Value | null;
  readonly chosen: Value | null;
}

// @if open
async function fetchState(
  $parentVariable$Id: string,
  userId: string | undefined,
): Promise<$type$State> {
// @else
async function fetchState($parentVariable$Id: string, userId: string): Promise<$type$State> {
// @end
  // @if counted
  const { data, error } = await supabase
    .from("$table$")
    .select("$userField$, $field$")
    .eq("$parentField$", $parentVariable$Id);
  if (error) throw error;
  const chosen = data.find((row) => row.$userField$ === userId)?.$field$ ?? null;
  const counted = CHOICES.map(({ value }) => [
    value,
    data.filter((row) => row.$field$ === value).length,
  ]);
  return { chosen, counts: Object.fromEntries(counted) };
  // @else
  const { data, error } = await supabase
    .from("$table$")
    .select("$field$")
    .eq("$parentField$", $parentVariable$Id)
    .eq("$userField$", userId)
    .maybeSingle();
  if (error) throw error;
  return { chosen: data?.$field$ ?? null };
  // @end
}

async function save({ $parentVariable$Id, userId, before, chosen }: Choice): Promise<void> {
  // @if canUpdate
  if (before !== null && chosen !== null) {
    const { error } = await supabase
      .from("$table$")
      .update({ $field$: chosen })
      .eq("$parentField$", $parentVariable$Id)
      .eq("$userField$", userId);
    if (error) throw error;
    return;
  }
  // @end
  // @if canDelete
  if (before !== null) {
    const { error } = await supabase
      .from("$table$")
      .delete()
      .eq("$parentField$", $parentVariable$Id)
      .eq("$userField$", userId);
    if (error) throw error;
  }
  // @end
  if (chosen === null) return;
  const { error } = await supabase
    .from("$table$")
    .insert({ $parentField$: $parentVariable$Id, $userField$: userId, $field$: chosen });
  if (error) throw error;
}

// @if counted
function withChoice(state: $type$State, chosen: Value | null): $type$State {
  const added = (value: string) => Number(value === chosen) - Number(value === state.chosen);
  const counts = Object.entries(state.counts).map(([value, count]) => [
    value,
    Math.max(0, count + added(value)),
  ]);
  return { chosen, counts: Object.fromEntries(counts) };
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
    queryFn: isLoading ? skipToken : () => fetchState($parentVariable$Id, userId),
    // @else
    queryFn: userId === undefined ? skipToken : () => fetchState($parentVariable$Id, userId),
    // @end
  });

  const { mutate } = useMutation({
    mutationKey: queryKey,
    mutationFn: (choice: Choice) => save(choice),
    // Two quick clicks must reach the server in their order.
    scope: { id: `$table$-${$parentVariable$Id}` },
    onMutate: async ({ chosen }) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData<$type$State>(queryKey);
      // @if counted
      if (before !== undefined) queryClient.setQueryData(queryKey, withChoice(before, chosen));
      // @else
      if (before !== undefined) queryClient.setQueryData<$type$State>(queryKey, { chosen });
      // @end
      return before;
    },
    onError: (error, _choice, before) => {
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

  const choose = (value: Value) => {
    if (userId === undefined) {
      if (!isLoading) signIn();
    } else if (state !== undefined) {
      const before = state.chosen;
      // @if canDelete
      const chosen = value === before ? null : value;
      // @else
      const chosen = value;
      if (chosen === before) return;
      // @end
      mutate({ $parentVariable$Id, userId, before, chosen });
    }
  };
  return { state, choose, isReady: userId === undefined ? !isLoading : state !== undefined };
}

export function $component$({ $parentVariable$ }: { $parentVariable$: $parentType$ }) {
  const { state, choose, isReady } = use$type$($parentVariable$.id);
  return (
    <div role="group" aria-label="$one$" className="flex flex-wrap items-center gap-2">
      <span aria-hidden className="text-sm font-semibold">
        $one$
      </span>
      {CHOICES.map(({ value, label }) => (
        <Button
          key={value}
          size="small"
          variant={state?.chosen === value ? "primary" : "secondary"}
          aria-pressed={state?.chosen === value}
          // @if fixed
          disabled={!isReady || (state !== undefined && state.chosen !== null)}
          // @else
          disabled={!isReady}
          // @end
          onClick={() => choose(value)}
        >
          {label}
          {/* @if counted */}
          {state !== undefined && (
            <span className="text-xs tabular-nums opacity-80">{state.counts[value] ?? 0}</span>
          )}
          {/* @end */}
        </Button>
      ))}
    </div>
  );
}
