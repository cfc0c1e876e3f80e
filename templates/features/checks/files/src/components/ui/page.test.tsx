import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Inbox } from "lucide-react";
import { expect, test, vi } from "vitest";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Page } from "@/components/ui/page";
import { Skeleton } from "@/components/ui/skeleton";

test("a page names the tab of the browser as long as it is shown", () => {
  const { unmount } = render(<Page title="Inbox">Nothing new</Page>);
  expect(screen.getByRole("heading", { level: 1, name: "Inbox" })).toBeInTheDocument();
  expect(document.title).toMatch(/^Inbox · /);
  unmount();
  expect(document.title).not.toContain("Inbox");
});

test("a heading that is not shown is still read", () => {
  render(
    <Page title="Inbox" hideTitle>
      Nothing new
    </Page>,
  );
  expect(screen.getByRole("heading", { name: "Inbox" })).toHaveClass("sr-only");
});

test("an empty page says why, and what to do", () => {
  render(
    <EmptyState icon={Inbox} title="Nothing yet" action={<a href="/new">Write</a>}>
      Messages appear here.
    </EmptyState>,
  );
  expect(screen.getByRole("heading", { name: "Nothing yet" })).toBeInTheDocument();
  expect(screen.getByText("Messages appear here.")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Write" })).toBeInTheDocument();
});

test("what went wrong is said at once, and can be tried again", async () => {
  const onRetry = vi.fn();
  render(<ErrorState message="No connection." onRetry={onRetry} />);
  expect(screen.getByRole("alert")).toHaveTextContent("No connection.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(onRetry).toHaveBeenCalledOnce();
});

test("what holds a place is not read", () => {
  const { container } = render(<Skeleton className="h-4" />);
  expect(container.firstElementChild).toHaveAttribute("aria-hidden", "true");
});
