import { useEffect, useEffectEvent } from "react";

/** What to do, by the `key` of a keyboard event: `ArrowDown`, `m`, or `" "` for the space bar. */
export type Shortcuts = Readonly<Record<string, () => void>>;

const TYPING = "input, textarea, select, [contenteditable]";
const CONTROLS = "button, a, summary";

/** Keyboard shortcuts for the whole page, out of the way of fields, buttons and dialogs. */
export function useShortcuts(shortcuts: Shortcuts, { isEnabled }: { isEnabled: boolean }) {
  const run = useEffectEvent((event: KeyboardEvent) => {
    const action = shortcuts[event.key];
    if (action === undefined || belongsElsewhere(event)) return;
    event.preventDefault();
    action();
  });

  useEffect(() => {
    if (!isEnabled) return;
    const onKeyDown = (event: KeyboardEvent) => run(event);
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isEnabled]);
}

function belongsElsewhere(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector("dialog[open]") !== null) return true;
  if (!(event.target instanceof Element)) return false;
  // The space bar presses the control that has the focus.
  return event.target.closest(event.key === " " ? `${TYPING}, ${CONTROLS}` : TYPING) !== null;
}
