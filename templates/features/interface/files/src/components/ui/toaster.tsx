import { CircleCheck, TriangleAlert, X } from "lucide-react";
import { useEffect, useRef, useSyncExternalStore, type ReactNode } from "react";
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

/** Shows toasts above the page and above open dialogs. */
export function Toaster({ children }: { children?: ReactNode }) {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => () => setToasts([]), []);
  useEffect(() => {
    // What is shown last is on top: shown again, the toasts lie above a dialog that has been opened since.
    region.current?.hidePopover();
    region.current?.showPopover();
  }, [shown]);
  return (
    <>
      {children}
      <div
        ref={region}
        role="status"
        popover="manual"
        className="pointer-events-none inset-x-4 top-[max(1rem,env(safe-area-inset-top))] bottom-auto m-0 flex w-auto flex-col items-center gap-2 overflow-visible bg-transparent p-0 md:top-auto md:bottom-6"
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
