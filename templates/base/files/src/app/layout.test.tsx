import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider, type RouteObject } from "react-router";
import { expect, test, vi } from "vitest";
import { Layout } from "@/app/layout";
import { Providers } from "@/app/providers";
import { routes } from "@/app/routes";
import { ErrorPage } from "@/app/status-pages";

function renderAt(path: string, tree: RouteObject[] = routes) {
  const router = createMemoryRouter(tree, { initialEntries: [path] });
  return render(
    <Providers>
      <RouterProvider router={router} />
    </Providers>,
  );
}

test("an unknown address is answered inside the layout, with a way home", async () => {
  renderAt("/nowhere/at/all");
  const page = within(screen.getByRole("main"));
  expect(
    await page.findByRole("heading", { name: "This page does not exist" }),
  ).toBeInTheDocument();
  expect(page.getByRole("link", { name: "Go home" })).toHaveAttribute("href", "/");
  expect(screen.getByRole("navigation", { name: "Main" })).toBeInTheDocument();
});

test("a page that fails leaves the navigation alive", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const Broken = () => {
    throw new Error("no data");
  };
  renderAt("/", [
    {
      element: <Layout />,
      children: [{ errorElement: <ErrorPage />, children: [{ index: true, Component: Broken }] }],
    },
  ]);
  expect(await screen.findByRole("heading", { name: "Something went wrong" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Home" })).toBeInTheDocument();
});

test("the account panel opens by its button and closes with Escape", async () => {
  const user = userEvent.setup();
  renderAt("/nowhere");
  const button = screen.getByRole("button", { name: "More" });
  await user.click(button);
  expect(button).toHaveAttribute("aria-expanded", "true");
  await user.keyboard("{Escape}");
  expect(button).toHaveAttribute("aria-expanded", "false");
});

// @if value colourScheme system
test("themes: a chosen one is applied and remembered, and the system theme forgets it", async () => {
  const user = userEvent.setup();
  renderAt("/nowhere");
  await user.click(screen.getByRole("radio", { name: "Dark theme" }));
  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(localStorage.getItem("theme")).toBe("dark");
  await user.click(screen.getByRole("radio", { name: "System theme" }));
  expect(document.documentElement.dataset.theme).toBeUndefined();
  expect(localStorage.getItem("theme")).toBeNull();
});
// @end
// @if value colourScheme light dark
test("themes: a chosen one is applied and remembered, the system's too", async () => {
  const user = userEvent.setup();
  renderAt("/nowhere");
  await user.click(screen.getByRole("radio", { name: "Dark theme" }));
  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(localStorage.getItem("theme")).toBe("dark");
  await user.click(screen.getByRole("radio", { name: "System theme" }));
  expect(document.documentElement.dataset.theme).toBeUndefined();
  expect(localStorage.getItem("theme")).toBe("system");
});
// @end
// @if value colourScheme light-only dark-only
test("themes: the only one is no choice", () => {
  renderAt("/nowhere");
  expect(screen.getByRole("navigation", { name: "Main" })).toBeInTheDocument();
  expect(screen.queryByRole("radio")).not.toBeInTheDocument();
});
// @end
