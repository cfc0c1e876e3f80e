import { QueryClient, QueryClientProvider, useInfiniteQuery } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { DeleteButton } from "@/components/ui/delete-button";
import { RowList } from "@/components/ui/row-list";
import { RowSelect } from "@/components/ui/row-select";
import { SelectField } from "@/components/ui/select-field";
import { Toaster } from "@/components/ui/toaster";
import { hasRole, refusal } from "@/lib/access";
import { simulateBackend } from "@/test/simulated-backend";

const sizes = [
  { value: "s", label: "Small" },
  { value: "l", label: "Large" },
];

test("a choice is made by its label, and what is wrong is read with it", async () => {
  render(<SelectField label="Size" options={sizes} error="Choose one." />);
  const select = screen.getByLabelText("Size");
  expect(select).toHaveAccessibleDescription("Choose one.");
  expect(select).toBeInvalid();
  await userEvent.selectOptions(select, "Large");
  expect(select).toHaveValue("l");
});

test("a role is one that the server gave", async () => {
  const user = await simulateBackend().signIn({ username: "mira" });
  expect(hasRole(null, "editor")).toBe(false);
  expect(hasRole(user, "editor")).toBe(false);
  expect(hasRole({ ...user, user_metadata: { roles: ["editor"] } }, "editor")).toBe(false);
  expect(hasRole({ ...user, app_metadata: { roles: ["editor"] } }, "editor")).toBe(true);
});

test("something that is so or not is said by its label, and explained", async () => {
  render(<CheckboxField label="Shared" name="is_shared" hint="Others can see it." />);
  const box = screen.getByRole("checkbox", { name: "Shared" });
  expect(box).toHaveAccessibleDescription("Others can see it.");
  await userEvent.click(box);
  expect(box).toBeChecked();
});

test("rows can be chosen once they are there, and the chosen one stays chosen", () => {
  const props = { label: "Box", name: "box_id", selected: "2" };
  const { rerender } = render(<RowSelect {...props} rows={undefined} />);
  expect(screen.getByLabelText("Box")).toBeDisabled();
  const rows = [
    { id: "1", label: "First" },
    { id: "2", label: "Second" },
  ];
  rerender(<RowSelect {...props} rows={rows} />);
  expect(screen.getByLabelText("Box")).toBeEnabled();
  expect(screen.getByLabelText("Box")).toHaveDisplayValue("Second");
});

test("what is chosen stays so when it is not among the rows", () => {
  render(<RowSelect label="Box" name="box_id" selected="9" rows={[{ id: "1", label: "First" }]} />);
  expect(screen.getByLabelText("Box")).toHaveValue("9");
  expect(screen.getByLabelText("Box")).toHaveDisplayValue("As before");
});

test("rows that cannot be loaded are said at the field", () => {
  render(<RowSelect label="Box" name="box_id" rows={undefined} failure="No connection." />);
  expect(screen.getByLabelText("Box")).toHaveAccessibleDescription("No connection.");
});

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

function showStones(load: (page: number) => Promise<Stone[]>) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <Stones load={load} />
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

test("rows come page by page", async () => {
  const user = showStones(async (page) =>
    page < 2 ? [{ id: String(page), label: `Stone ${page}` }] : [],
  );
  expect(screen.getByRole("status")).toHaveTextContent("Loading stones");
  await screen.findByText("Stone 0");
  await user.click(screen.getByRole("button", { name: "Show more" }));
  await screen.findByText("Stone 1");
  expect(screen.getAllByRole("listitem")).toHaveLength(2);
});

test("a list without rows says so", async () => {
  showStones(async () => []);
  expect(await screen.findByText("No stones yet")).toBeInTheDocument();
});

test("what could not be loaded can be tried again", async () => {
  let tries = 0;
  const user = showStones(async (page) => {
    tries += 1;
    if (tries === 1) throw new TypeError("Failed to fetch");
    return page === 0 ? [{ id: "1", label: "Stone" }] : [];
  });
  await screen.findByText(/could not reach the server/);
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Stone")).toBeInTheDocument();
});

test("rows stay when the next ones cannot be loaded", async () => {
  const user = showStones(async (page) => {
    if (page > 0) throw new TypeError("Failed to fetch");
    return [{ id: "1", label: "Stone" }];
  });
  await user.click(await screen.findByRole("button", { name: "Show more" }));
  await screen.findByRole("alert");
  expect(screen.getByText("Stone")).toBeInTheDocument();
});

function showDeletion(onDelete: () => Promise<void>) {
  const onDeleted = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Toaster>
        <DeleteButton name="stone" onDelete={onDelete} onDeleted={onDeleted} />
      </Toaster>
    </QueryClientProvider>,
  );
  return { user: userEvent.setup(), onDeleted };
}

test("nothing is deleted before it was confirmed", async () => {
  const onDelete = vi.fn(async () => {});
  const { user, onDeleted } = showDeletion(onDelete);
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await user.click(screen.getByRole("button", { name: "Keep it" }));
  expect(onDelete).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await user.click(screen.getByRole("button", { name: "Delete stone" }));
  await screen.findByText("The stone was deleted.");
  expect(onDeleted).toHaveBeenCalledOnce();
});

test("a refusal is said", async () => {
  const { user, onDeleted } = showDeletion(async () => {
    throw refusal();
  });
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await user.click(screen.getByRole("button", { name: "Delete stone" }));
  await screen.findByText("You are not allowed to do that.");
  expect(onDeleted).not.toHaveBeenCalled();
});
