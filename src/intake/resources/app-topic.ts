import type { FoundItem } from "./find-items.ts";

/** What an app for these things is called: "Plant Tracker", "Book and Movie Collection". */
export function appTopic(wholes: readonly FoundItem[]): string | null {
  const [first, second] = wholes;
  if (first === undefined) return null;
  const app = first.holder?.app ?? wholes.find((item) => item.app !== "")?.app ?? "";
  const topics = second === undefined || first.holder !== null ? [first] : [first, second];
  const names = topics.map(({ topic }) => titleCase(topic)).filter((name) => name !== "");
  const named = names.join(" and ");
  const isNamed = named.toLowerCase().endsWith(app.toLowerCase());
  const whole = isNamed ? named : `${named} ${app}`;
  return whole.trim() === "" ? null : whole.trim();
}

function titleCase(words: string): string {
  return words
    .split(" ")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}
