import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Avatar, avatarGradient, initialsOf } from "@/components/ui/avatar";

test.each([
  ["Mira Sol", "MS"],
  ["mira", "MI"],
  ["leo_the_great", "LT"],
  ["Ångström", "ÅN"],
  ["", ""],
])("the initials of %j are %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test("the colours depend on the name only", () => {
  expect(avatarGradient("mira")).toBe(avatarGradient("mira"));
  expect(avatarGradient("mira")).not.toBe(avatarGradient("leo"));
});

test("a picture that cannot be loaded gives way to the initials", () => {
  const { container } = render(<Avatar name="Mira Sol" src="/missing.webp" />);
  const picture = container.querySelector("img");
  if (picture === null) throw new Error("There is no picture.");
  expect(screen.queryByText("MS")).not.toBeInTheDocument();
  fireEvent.error(picture);
  expect(screen.getByText("MS")).toBeInTheDocument();
});
