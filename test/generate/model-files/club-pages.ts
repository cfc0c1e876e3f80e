import type { Conventions } from "../../../src/catalog/load-conventions.ts";
import type { SharedKnowledge } from "../../../src/generate/model-files/describe-app.ts";
import type { FeatureContract } from "../../../src/generate/model-files/feature-contract.ts";
import type { AppFiles } from "../../../src/spec/change-set.ts";
import { bookClubsFeature } from "../entity-pages/designed-book-clubs.ts";

const folder = "src/features/book-clubs";
export const listPath = `${folder}/club-list.tsx`;
export const pagePath = `${folder}/club-page.tsx`;

/** Small pages of clubs, written by hand for tests about what models make of them. */
export const clubList = `import { Page } from "@/components/ui/page";
import { useClubs } from "@/features/book-clubs/api";

export function ClubList() {
  const { data: clubs = [] } = useClubs();
  return (
    <Page title="Clubs">
      {clubs.map(({ id, name }) => (
        <p key={id}>{name}</p>
      ))}
    </Page>
  );
}
`;

export const clubPage = `import { Page } from "@/components/ui/page";

export const openTab = "books";

export function ClubPage() {
  return <Page title="Club">{openTab}</Page>;
}
`;

const api = `import { useQuery } from "@tanstack/react-query";

export interface Club {
  id: string;
  name: string;
}

export async function fetchClubs(): Promise<Club[]> {
  const secretOfTheBody = "Readers";
  return Promise.resolve([{ id: "one", name: secretOfTheBody }]);
}

export function useClubs() {
  return useQuery({ queryKey: ["clubs"], queryFn: fetchClubs });
}
`;

const uiPage = `import type { ReactNode } from "react";

export function Page({ title, children }: { title: string; children: ReactNode }) {
  return <section aria-label={title}>{children}</section>;
}
`;

const smallApp: AppFiles = new Map([
  ["src/components/ui/page.tsx", uiPage],
  ["src/features/other/api.ts", "export const other = 1;\n"],
  [`${folder}/api.ts`, api],
  [listPath, clubList],
  [pagePath, clubPage],
]);

const conventions: Conventions = {
  text: "Write well.",
  packages: ["react", "react-router", "@tanstack/react-query", "lucide-react"],
  offers: ["src/components/ui/"],
  examples: [],
};

export const contract: FeatureContract = {
  feature: {
    id: bookClubsFeature.id,
    title: bookClubsFeature.title,
    source: "request",
    origin: "designed",
    requires: [],
    phase: 1,
    parameters: {},
    nouns: {},
    blueprint: bookClubsFeature,
  },
  app: smallApp,
  pages: new Map([
    [listPath, clubList],
    [pagePath, clubPage],
  ]),
  fixed: new Map([[`${folder}/api.ts`, api]]),
  tests: new Map([
    [
      "e2e/steps/book-clubs.ts",
      `await page.getByRole("heading", { name: "Clubs" }).waitFor();\n// "Club"\n`,
    ],
  ]),
};

export const shared: SharedKnowledge = {
  conventions: conventions.text,
  app: "Name: Bookish",
  offered: new Set(["src/components/ui/page.tsx"]),
  packages: new Set(conventions.packages),
};
