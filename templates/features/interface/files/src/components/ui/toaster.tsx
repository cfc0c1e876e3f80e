import { CircleCheck, TriangleAlert, X } from "lucide-react";
import { useEffect, useSyncExternalStore, type ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";

interface Toast {
  readonly id: number;
  readonly message: string;
  readonly tone: "info" | "error";
}

const VISIBLE_MS = 5_000;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function setToasts(next: readonly Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function dismiss(id: number) {
  setToasts(toasts.filter((item) => item.id !== id));
}

/** Tells the person something in passing, for five seconds. */
export function toast(message: string, { tone = "info" }: { tone?: Toast["tone"] } = {}) {
  lastId += 1;
  setToasts([...toasts, { id: lastId, message, tone }].slice(-3));
}

/** Shows toasts above the page. */
export function Toaster({ children }: { children?: ReactNode }) {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  useEffect(() => () => setToasts([]), []);
  return (
    <>
      {children}
      <div
        role="status"
        className="pointer-events-none fixed inset-x-4 bottom-[calc(var(--tab-bar-height)+1rem)] z-40 flex flex-col items-center gap-2"
      >
        {shown.map((item) => (
          <ToastCard key={item.id} item={item} />
        ))}
      </div>
    </>
  );
}

function ToastCard({ item }: { item: Toast }) {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(item.id), VISIBLE_MS);
    return () => clearTimeout(timer);
  }, [item.id]);
  const Icon = item.tone === "error" ? TriangleAlert : CircleCheck;
  return (
    <div className="scheme-dark pointer-events-auto flex max-w-md animate-rise items-center gap-3 rounded-card border border-line bg-raised py-1.5 pr-1.5 pl-4 text-ink shadow-float">
      <Icon
        aria-hidden
        className={item.tone === "error" ? "size-5 text-danger" : "size-5 text-success"}
      />
      <p className="min-w-0 flex-1 font-medium">{item.message}</p>
      <IconButton label="Dismiss" onClick={() => dismiss(item.id)}>
        <X />
      </IconButton>
    </div>
  );
}
