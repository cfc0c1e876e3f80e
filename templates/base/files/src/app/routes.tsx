import type { RouteObject } from "react-router";
import { Layout } from "@/app/layout";
import { ErrorPage, NotFoundPage } from "@/app/status-pages";

export const routes: RouteObject[] = [
  {
    element: <Layout />,
    errorElement: <ErrorPage />,
    children: [
      {
        // Inside the layout, so that the navigation survives a page that fails.
        errorElement: <ErrorPage />,
        hydrateFallbackElement: <div className="min-h-content" />,
        children: [
          // @slot app.routes
          { path: "*", element: <NotFoundPage /> },
        ],
      },
    ],
  },
];
