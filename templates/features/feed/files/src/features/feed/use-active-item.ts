import { useEffect, useState, type RefObject } from "react";

/** How much of an item has to be in view to be the active one. */
const IN_VIEW = 0.6;

/** The index of the child of `list` that is in view; another `items` means other children. */
export function useActiveItem(list: RefObject<HTMLElement | null>, items: readonly unknown[]) {
  const [active, setActive] = useState(0);

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
