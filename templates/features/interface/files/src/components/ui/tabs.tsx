import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { classNames } from "@/lib/class-names";

interface TabsProps {
  /** Joins the tabs with their panel; unique on the page. */
  id: string;
  label: string;
  tabs: readonly { readonly id: string; readonly label: string }[];
  selected: string;
  onSelect: (id: string) => void;
  className?: string | undefined;
}

/** A row of tabs. Arrow keys, Home and End move between them; its `TabPanel` has the content. */
export function Tabs({ id, label, tabs, selected, onSelect, className }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent) => {
    const current = tabs.findIndex((tab) => tab.id === selected);
    const next = nextTab(event.key, { current, count: tabs.length });
    const tab = next === null ? undefined : tabs[next];
    if (tab === undefined) return;
    event.preventDefault();
    onSelect(tab.id);
    list.current?.querySelector<HTMLElement>(`#${tabId(id, tab.id)}`)?.focus();
  };

  return (
    <div
      ref={list}
      role="tablist"
      aria-label={label}
      className={classNames("flex gap-1", className)}
    >
      {tabs.map((tab) => (
        <button
          key={tab.id}
          id={tabId(id, tab.id)}
          type="button"
          role="tab"
          aria-selected={tab.id === selected}
          aria-controls={`${id}-panel`}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
          onKeyDown={onKeyDown}
          className="relative h-11 px-4 font-semibold text-muted transition after:absolute after:inset-x-4 after:bottom-1 after:h-0.75 after:scale-x-0 after:rounded-full after:bg-accent after:transition hover:text-ink aria-selected:text-ink aria-selected:after:scale-x-100"
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

interface TabPanelProps {
  /** The `id` of the `Tabs`. */
  tabsId: string;
  selected: string;
  className?: string | undefined;
  children: ReactNode;
}

export function TabPanel({ tabsId, selected, className, children }: TabPanelProps) {
  return (
    <div
      id={`${tabsId}-panel`}
      role="tabpanel"
      aria-labelledby={tabId(tabsId, selected)}
      className={className}
    >
      {children}
    </div>
  );
}

function tabId(tabsId: string, id: string) {
  return `${tabsId}-tab-${id}`;
}

function nextTab(key: string, at: { current: number; count: number }): number | null {
  switch (key) {
    case "ArrowRight":
      return (at.current + 1) % at.count;
    case "ArrowLeft":
      return (at.current - 1 + at.count) % at.count;
    case "Home":
      return 0;
    case "End":
      return at.count - 1;
    default:
      return null;
  }
}
