import type { RouteObject } from "react-router";
import { RequireUser } from "@/features/auth/require-user";

export const guardedRoutes: RouteObject = {
  element: <RequireUser />,
  children: [
    // @slot auth.routes
  ],
};
