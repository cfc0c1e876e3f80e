import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { TabPanel, Tabs } from "@/components/ui/tabs";

const tabs = [
  { id: "new", label: "New" },
  { id: "best", label: "Best" },
  { id: "mine", label: "Mine" },
];

function Example() {
  const [selected, setSelected] = useState("new");
  return (
    <>
      <Tabs id="lists" label="Lists" tabs={tabs} selected={selected} onSelect={setSelected} />
      <TabPanel tabsId="lists" selected={selected}>
        The {selected} list
      </TabPanel>
    </>
  );
}

test("a click selects a tab and names the panel after it", async () => {
  const user = userEvent.setup();
  render(<Example />);
  await user.click(screen.getByRole("tab", { name: "Best" }));
  expect(screen.getByRole("tab", { name: "Best" })).toHaveAttribute("aria-selected", "true");
  expect(screen.getByRole("tabpanel", { name: "Best" })).toHaveTextContent("The best list");
});

test("the keyboard moves through the tabs and around the ends", async () => {
  const user = userEvent.setup();
  render(<Example />);
  await user.tab();
  expect(screen.getByRole("tab", { name: "New" })).toHaveFocus();
  await user.keyboard("{ArrowLeft}");
  expect(screen.getByRole("tab", { name: "Mine" })).toHaveFocus();
  await user.keyboard("{ArrowRight}{ArrowRight}");
  expect(screen.getByRole("tabpanel")).toHaveTextContent("The best list");
  await user.keyboard("{End}");
  expect(screen.getByRole("tabpanel")).toHaveTextContent("The mine list");
  await user.keyboard("{Home}");
  expect(screen.getByRole("tab", { name: "New" })).toHaveFocus();
  expect(screen.getByRole("tab", { name: "Best" })).toHaveAttribute("tabindex", "-1");
});
