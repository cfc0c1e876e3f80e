import type { User } from "@supabase/supabase-js";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, type PropsWithChildren } from "react";
import { supabase } from "@/lib/supabase";

interface SessionState {
  /** The signed-in user; null for a visitor, and while `isLoading`. */
  readonly user: User | null;
  /** True until the browser's stored session has been read. */
  readonly isLoading: boolean;
}

const SessionContext = createContext<SessionState | null>(null);

/** Follows who is signed in, in this tab and in others. */
export function SessionProvider({ children }: PropsWithChildren) {
  const queryClient = useQueryClient();
  const [session, setSession] = useState<SessionState>({ user: null, isLoading: true });

  useEffect(() => {
    let knownId: string | null | undefined;
    const { data } = supabase.auth.onAuthStateChange((_event, next) => {
      const user = next?.user ?? null;
      const id = user?.id ?? null;
      // What one person may see must not stay on the screen for the next.
      if (knownId !== undefined && knownId !== id) void queryClient.resetQueries();
      knownId = id;
      setSession({ user, isLoading: false });
    });
    return () => data.subscription.unsubscribe();
  }, [queryClient]);

  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): SessionState {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession needs a SessionProvider around it.");
  return session;
}

/** The signed-in user, for pages below `RequireUser`. */
export function useUser(): User {
  const { user } = useSession();
  if (user === null) throw new Error("useUser needs a RequireUser around it.");
  return user;
}
