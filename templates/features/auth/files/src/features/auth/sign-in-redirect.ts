import { useCallback } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";

const PARAMETER = "next";
const GUEST_PAGES = ["/sign-in", "/sign-up", "/forgot-password", "/new-password"];

/** The address of the sign-in page that leads back to `next` afterwards. */
export function signInPath(next: string): string {
  return `/sign-in${searchFor(next)}`;
}

function searchFor(next: string): string {
  return next === "/" ? "" : `?${new URLSearchParams({ [PARAMETER]: next })}`;
}

/** The query for links to the pages for signing in and up, so that they lead back here, or where the person was going. */
export function useNextSearch(): string {
  const { pathname, search } = useLocation();
  return GUEST_PAGES.includes(pathname) ? search : searchFor(pathname + search);
}

/** Only addresses inside the app are followed; a link must not be able to lead people elsewhere after they sign in. */
export function safeNext(value: string | null): string {
  if (value === null) return "/";
  const base = "https://app.invalid";
  const url = URL.canParse(value, base) ? new URL(value, base) : null;
  return value.startsWith("/") && url?.origin === base ? url.pathname + url.search : "/";
}

/** Where to go once signed in. */
export function useNext(): string {
  const [parameters] = useSearchParams();
  return safeNext(parameters.get(PARAMETER));
}

/** Returns a function that sends a visitor to sign in and then back to this page. */
export function useSignInRedirect(): () => void {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  return useCallback(() => {
    void navigate(signInPath(pathname + search));
  }, [navigate, pathname, search]);
}
