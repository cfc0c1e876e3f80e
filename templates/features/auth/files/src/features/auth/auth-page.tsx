import type { ReactNode } from "react";
import { Link, type LinkProps } from "react-router";
import { useTitle } from "@/components/ui/page";

interface AuthPageProps {
  title: string;
  /** One sentence below the title. */
  lead: ReactNode;
  children: ReactNode;
  /** Below the card: the way to a related page. */
  footer?: ReactNode;
}

/** The frame of the pages around signing in: one card in the middle. */
export function AuthPage({ title, lead, children, footer }: AuthPageProps) {
  useTitle(title);
  return (
    <div className="relative grid min-h-content place-items-center overflow-hidden px-4 py-10">
      <div
        aria-hidden
        className="bg-brand absolute -top-40 left-1/2 size-120 -translate-x-1/2 rounded-full opacity-20 blur-3xl"
      />
      <div className="relative w-full max-w-md animate-appear">
        <section className="rounded-card border border-line bg-surface p-6 shadow-float sm:p-8">
          <img src="/favicon.svg" alt="" className="size-12" />
          <h1 className="mt-5 text-2xl font-extrabold tracking-tight">{title}</h1>
          <p className="mt-1.5 mb-6 text-pretty text-muted">{lead}</p>
          {children}
        </section>
        {footer !== undefined && <p className="mt-6 text-center text-muted">{footer}</p>}
      </div>
    </div>
  );
}

/** What went wrong with the whole form. */
export function FormFailure({ message }: { message: string | null }) {
  return (
    <div role="alert" className="empty:hidden">
      {message !== null && (
        <p className="rounded-control border border-danger/40 bg-danger/10 px-3.5 py-2.5 text-danger">
          {message}
        </p>
      )}
    </div>
  );
}

/** A link inside a sentence. */
export function TextLink(props: Omit<LinkProps, "className">) {
  return (
    <Link
      {...props}
      className="font-semibold text-accent underline-offset-4 transition hover:underline"
    />
  );
}
