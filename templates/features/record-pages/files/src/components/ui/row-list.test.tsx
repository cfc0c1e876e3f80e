import { QueryClient, QueryClientProvider, useInfiniteQuery } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { RowList } from "@/components/ui/row-list";

interface Stone {
  readonly id: string;
  readonly label: string;
}

function Stones({ load }: { load: (page: number) => Promise<Stone[]> }) {
  const query = useInfiniteQuery({
    queryKey: ["stones"],
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: 0,
    getNextPageParam: (page, pages) => (page.length === 0 ? null : pages.length),
  });
  return (
    <RowList query={query} name="stones" empty={<p>No stones yet</p>}>
      {({ label }) => label}
    </RowList>
  );
}

function show(load: (page: number) => Promise<Stone[]>) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <Stones load={load} />
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

test("rows come page by page", async () => {
  const user = show(async (page) =>
    page < 2 ? [{ id: String(page), label: `Stone ${page}` }] : [],
  );
  expect(screen.getByRole("status")).toHaveTextContent("Loading stones");
  await screen.findByText("Stone 0");
  await user.click(screen.getByRole("button", { name: "Show more" }));
  await screen.findByText("Stone 1");
  expect(screen.getAllByRole("listitem")).toHaveLength(2);
});

test("a list without rows says so", async () => {
  show(async () => []);
  expect(await screen.findByText("No stones yet")).toBeInTheDocument();
});

test("what could not be loaded can be tried again", async () => {
  let tries = 0;
  const user = show(async (page) => {
    tries += 1;
    if (tries === 1) throw new TypeError("Failed to fetch");
    return page === 0 ? [{ id: "1", label: "Stone" }] : [];
  });
  await screen.findByText(/could not reach the server/);
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Stone")).toBeInTheDocument();
});

test("rows stay when the next ones cannot be loaded", async () => {
  const user = show(async (page) => {
    if (page > 0) throw new TypeError("Failed to fetch");
    return [{ id: "1", label: "Stone" }];
  });
  await user.click(await screen.findByRole("button", { name: "Show more" }));
  await screen.findByRole("alert");
  expect(screen.getByText("Stone")).toBeInTheDocument();
});
