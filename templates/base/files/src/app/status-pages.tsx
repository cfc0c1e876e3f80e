import { useEffect, type ReactNode } from "react";
import { isRouteErrorResponse, Link, useRouteError } from "react-router";

const actionClass =
  "bg-brand mt-3 inline-flex h-11 items-center rounded-control px-5 font-semibold text-white transition hover:brightness-110 active:scale-[0.98]";

export function NotFoundPage() {
  return (
    <StatusPage code="404" title="This page does not exist">
      <p className="text-muted">The link may be old, or the address has a typing mistake.</p>
      <Link to="/" className={actionClass}>
        Go home
      </Link>
    </StatusPage>
  );
}

/** Shown instead of a page that threw, or whose code could not be loaded. */
export function ErrorPage() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />;
  return (
    <StatusPage code="Oops" title="Something went wrong">
      <p className="text-muted">
        This page could not be shown. Reloading often helps; if it does not, try again later.
      </p>
      <button type="button" className={actionClass} onClick={() => window.location.reload()}>
        Reload
      </button>
    </StatusPage>
  );
}

function StatusPage(props: { code: string; title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${props.title} · Canonical App`;
    return () => {
      document.title = "Canonical App";
    };
  }, [props.title]);
  return (
    <section className="flex min-h-content flex-col items-center justify-center gap-4 px-6 py-16 text-center">
      <p
        aria-hidden
        className="bg-brand bg-clip-text text-8xl font-black tracking-tighter text-transparent select-none"
      >
        {props.code}
      </p>
      <h1 className="text-2xl font-bold tracking-tight">{props.title}</h1>
      {props.children}
    </section>
  );
}
