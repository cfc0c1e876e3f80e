import { useEffect, type ReactNode } from "react";
import { classNames } from "@/lib/class-names";

const widths = { narrow: "max-w-md", regular: "max-w-3xl", wide: "max-w-6xl" };

interface PageProps {
  title: string;
  actions?: ReactNode;
  width?: keyof typeof widths | undefined;
  /** Keeps the heading for screen readers only. */
  hideTitle?: boolean | undefined;
  children: ReactNode;
}

/** A page with a heading and padding; pages that fill the screen do without it and call `useTitle`. */
export function Page({ title, actions, width = "regular", hideTitle, children }: PageProps) {
  useTitle(title);
  return (
    <div
      className={classNames(
        "mx-auto w-full animate-appear px-4 pt-6 pb-12 sm:px-6 md:pt-10",
        widths[width],
      )}
    >
      {hideTitle === true ? (
        <h1 className="sr-only">{title}</h1>
      ) : (
        <header className="mb-6 flex min-h-11 items-center justify-between gap-4">
          <h1 className="text-2xl font-extrabold tracking-tight text-balance md:text-3xl">
            {title}
          </h1>
          {actions}
        </header>
      )}
      {children}
    </div>
  );
}

/** The title of the browser's tab while the component is shown. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Canonical App`;
    return () => {
      document.title = "Canonical App";
    };
  }, [title]);
}
