import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { toast, Toaster } from "@/components/ui/toaster";

test("a toast is announced and goes away by itself", () => {
  vi.useFakeTimers();
  render(<Toaster />);
  act(() => toast("Saved"));
  expect(screen.getByRole("status")).toHaveTextContent("Saved");
  act(() => vi.advanceTimersByTime(5_000));
  expect(screen.queryByText("Saved")).not.toBeInTheDocument();
});

test("toasts can be dismissed, and only the last three are kept", async () => {
  const user = userEvent.setup();
  render(<Toaster />);
  act(() => ["One", "Two", "Three", "Four"].forEach((message) => toast(message)));
  expect(screen.queryByText("One")).not.toBeInTheDocument();
  const [first] = screen.getAllByRole("button", { name: "Dismiss" });
  if (first === undefined) throw new Error("There is no button to dismiss a toast.");
  await user.click(first);
  expect(screen.queryByText("Two")).not.toBeInTheDocument();
  expect(screen.getByText("Four")).toBeInTheDocument();
});
