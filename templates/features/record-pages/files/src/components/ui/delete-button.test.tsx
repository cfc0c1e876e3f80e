import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { DeleteButton } from "@/components/ui/delete-button";
import { Toaster } from "@/components/ui/toaster";
import { refusal } from "@/lib/access";

function show(onDelete: () => Promise<void>) {
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
  const { user, onDeleted } = show(onDelete);
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await user.click(screen.getByRole("button", { name: "Keep it" }));
  expect(onDelete).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await user.click(screen.getByRole("button", { name: "Delete stone" }));
  await screen.findByText("The stone was deleted.");
  expect(onDeleted).toHaveBeenCalledOnce();
});

test("a refusal is said", async () => {
  const { user, onDeleted } = show(async () => {
    throw refusal();
  });
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await user.click(screen.getByRole("button", { name: "Delete stone" }));
  await screen.findByText("You are not allowed to do that.");
  expect(onDeleted).not.toHaveBeenCalled();
});
