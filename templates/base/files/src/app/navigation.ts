import { House, type LucideIcon } from "lucide-react";

export interface NavigationItem {
  readonly to: string;
  readonly label: string;
  readonly icon: LucideIcon;
}

export const navigation: readonly NavigationItem[] = [
  { to: "/", label: "Home", icon: House },
  // @slot app.navigation
];
