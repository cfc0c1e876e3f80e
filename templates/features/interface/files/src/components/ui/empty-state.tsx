import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** One sentence: why it is empty, or what to do. */
  children?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center gap-2 px-6 py-12 text-center">
      <span className="mb-3 grid size-16 place-items-center rounded-full bg-raised text-accent">
        <Icon aria-hidden className="size-7" />
      </span>
      <h2 className="text-lg font-bold text-balance">{title}</h2>
      {children !== undefined && <p className="text-pretty text-muted">{children}</p>}
      {action !== undefined && <div className="mt-4">{action}</div>}
    </div>
  );
}
