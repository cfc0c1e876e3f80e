import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import { createMemoryRouter, RouterProvider, type RouteObject } from "react-router";
import { Toaster } from "@/components/ui/toaster";
import { SessionProvider } from "@/features/auth/session";

interface RenderRouteOptions {
  /** The pattern of the route, such as `/u/:username`. */
  path: string;
  /** The address to open. Default: the pattern itself. */
  at?: string;
  element: ReactElement;
  /** Other places that the page links to. */
  routes?: RouteObject[];
}

/** Renders a page at an address, with everything around it that the app has, and a cache of its own. */
export function renderRoute({ path, at = path, element, routes = [] }: RenderRouteOptions) {
  const queryClient = new QueryClient({
    defaultOptions: { queries: { retry: false }, mutations: { retry: false } },
  });
  const router = createMemoryRouter([{ path, element }, ...routes], { initialEntries: [at] });
  const result = render(
    <QueryClientProvider client={queryClient}>
      <SessionProvider>
        <Toaster>
          <RouterProvider router={router} />
        </Toaster>
      </SessionProvider>
    </QueryClientProvider>,
  );
  return { ...result, user: userEvent.setup(), router, queryClient };
}
