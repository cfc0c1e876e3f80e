import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { RowSelect } from "@/components/ui/row-select";
import { SelectField } from "@/components/ui/select-field";

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

test("rows that cannot be loaded are said at the field", () => {
  render(<RowSelect label="Box" name="box_id" rows={undefined} failure="No connection." />);
  expect(screen.getByLabelText("Box")).toHaveAccessibleDescription("No connection.");
});
