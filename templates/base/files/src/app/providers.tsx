import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ComponentType, PropsWithChildren, ReactNode } from "react";

const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: 1 } },
});

/** The first is the outermost. */
const providers: readonly ComponentType<PropsWithChildren>[] = [
  // @slot app.providers
];

export function Providers({ children }: PropsWithChildren) {
  return (
    <QueryClientProvider client={queryClient}>
      {providers.reduceRight<ReactNode>(
        (inner, Provider) => (
          <Provider>{inner}</Provider>
        ),
        children,
      )}
    </QueryClientProvider>
  );
}
