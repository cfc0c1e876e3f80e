import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { Dialog } from "@/components/ui/dialog";

function Example() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setIsOpen(true)}>
        Delete
      </button>
      <Dialog open={isOpen} onClose={() => setIsOpen(false)} title="Delete this?" footer="Sure?">
        It cannot be undone.
      </Dialog>
    </>
  );
}

test("opens as a modal with its title as name, and gives the focus back when closed", async () => {
  const user = userEvent.setup();
  render(<Example />);
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();

  const opener = screen.getByRole("button", { name: "Delete" });
  await user.click(opener);
  const dialog = screen.getByRole<HTMLDialogElement>("dialog", { name: "Delete this?" });
  expect(dialog.open).toBe(true);
  expect(document.documentElement.style.overflow).toBe("hidden");

  await user.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  expect(opener).toHaveFocus();
  expect(document.documentElement.style.overflow).toBe("");
});

test("closes by Escape and by the backdrop, but not by a click on its content", async () => {
  const user = userEvent.setup();
  render(<Example />);
  const opener = screen.getByRole("button", { name: "Delete" });

  await user.click(opener);
  await user.click(screen.getByText("It cannot be undone."));
  await user.click(screen.getByRole("dialog"));
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();

  await user.click(opener);
  screen.getByRole("dialog").dispatchEvent(new Event("cancel", { cancelable: true }));
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
});
