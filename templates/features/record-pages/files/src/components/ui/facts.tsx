import type { ReactNode } from "react";

/** What is known of something, each fact with its name. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid gap-x-8 gap-y-5 rounded-card border border-line bg-surface p-5 empty:hidden sm:grid-cols-2">
      {children}
    </dl>
  );
}

interface FactProps {
  label: string;
  /** Takes the whole width and keeps its line breaks. */
  long?: boolean | undefined;
  /** Nothing is shown of what is not known. */
  children: ReactNode;
}

export function Fact({ label, long, children }: FactProps) {
  if (children === null || children === undefined || children === "") return null;
  return (
    <div className={long === true ? "min-w-0 sm:col-span-2" : "min-w-0"}>
      <dt className="text-sm text-muted">{label}</dt>
      <dd
        className={
          long === true
            ? "mt-1 leading-relaxed break-words whitespace-pre-line"
            : "mt-0.5 font-medium break-words"
        }
      >
        {children}
      </dd>
    </div>
  );
}
