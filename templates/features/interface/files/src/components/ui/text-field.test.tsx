import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";

test("a hint describes the input", () => {
  render(<TextField label="Username" hint="Letters and digits" />);
  const input = screen.getByLabelText("Username");
  expect(input).toHaveAccessibleDescription("Letters and digits");
  expect(input).toBeValid();
});

test("an error replaces the hint, marks the input and is announced", () => {
  render(<TextField label="Username" hint="Letters and digits" error="That username is taken." />);
  const input = screen.getByLabelText("Username");
  expect(input).toHaveAccessibleDescription("That username is taken.");
  expect(input).toBeInvalid();
  expect(screen.queryByText("Letters and digits")).not.toBeInTheDocument();
});

test("a text area counts its characters against the limit", () => {
  render(<TextArea label="Bio" value="Hello" maxLength={160} onChange={() => {}} />);
  expect(screen.getByText("5 / 160")).toBeInTheDocument();
  expect(screen.getByLabelText("Bio")).toHaveAttribute("maxlength", "160");
});
