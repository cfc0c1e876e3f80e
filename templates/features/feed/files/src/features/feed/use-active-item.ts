import { useEffect, useLayoutEffect, useState, type RefObject } from "react";

/** How much of an item has to be in view to be the active one. */
const IN_VIEW = 0.6;

interface ActiveItemOptions {
  list: RefObject<HTMLElement | null>;
  /** What the children of the list stand for: another array means other children. */
  items: readonly unknown[];
  /** The index of the first item to show. */
  startAt: number;
}

/** The index of the child of `list` that is in view. */
export function useActiveItem({ list, items, startAt }: ActiveItemOptions): number {
  const [active, setActive] = useState(startAt);

  useLayoutEffect(() => {
    const element = list.current;
    element?.scrollTo({ top: startAt * element.clientHeight, behavior: "instant" });
  }, [list, startAt]);

  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const children = [...element.children];
    const observer = new IntersectionObserver(
      (entries) => {
        const entered = entries.findLast((entry) => entry.isIntersecting);
        if (entered !== undefined) setActive(children.indexOf(entered.target));
      },
      { root: element, threshold: IN_VIEW },
    );
    for (const item of children) observer.observe(item);
    return () => observer.disconnect();
  }, [list, items]);

  return active;
}
