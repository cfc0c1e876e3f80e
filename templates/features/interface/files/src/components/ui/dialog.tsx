import { X } from "lucide-react";
import { useEffect, useId, useRef, type MouseEvent, type ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { classNames } from "@/lib/class-names";

interface DialogProps {
  open: boolean;
  /** Called by Escape, the backdrop and the close button; the owner then sets `open`. */
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Actions below the body, always in view. */
  footer?: ReactNode;
  /** Keeps one height however long the body is; the body scrolls. */
  tall?: boolean | undefined;
}

/** A modal dialog: a sheet at the bottom edge of phones, a card in the middle of wider screens. */
export function Dialog({ open, ...props }: DialogProps) {
  return open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ onClose, title, children, footer, tall }: Omit<DialogProps, "open">) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const element = dialog.current;
    const focused = document.activeElement;
    element?.showModal();
    document.documentElement.style.overflow = "hidden";
    return () => {
      element?.close();
      document.documentElement.style.overflow = "";
      if (focused instanceof HTMLElement) focused.focus();
    };
  }, []);

  const closeOnBackdrop = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose();
  };

  return (
    // The keyboard's way to close is Escape, which arrives as the cancel event.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={closeOnBackdrop}
      className={classNames(
        "m-0 mt-auto w-full max-w-none animate-rise overflow-hidden rounded-t-card border border-line bg-surface text-ink shadow-float",
        "backdrop:animate-appear backdrop:bg-black/60 md:m-auto md:max-w-lg md:rounded-card",
        tall === true ? "h-[75dvh] max-h-[75dvh]" : "max-h-[85dvh]",
      )}
    >
      <div className="flex h-full max-h-[inherit] flex-col">
        <header className="flex items-center justify-between gap-4 border-b border-line py-2 pr-2 pl-5">
          <h2 id={titleId} className="text-lg font-bold">
            {title}
          </h2>
          <IconButton label="Close" onClick={onClose}>
            <X />
          </IconButton>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-5">{children}</div>
        {footer !== undefined && (
          <footer className="flex justify-end gap-3 border-t border-line p-4 pb-[max(1rem,env(safe-area-inset-bottom))]">
            {footer}
          </footer>
        )}
      </div>
    </dialog>
  );
}
