import { createServer } from "node:http";
import { afterAll } from "vitest";

interface Advisory {
  readonly severity: string;
  readonly title: string;
  readonly vulnerable_versions: string;
}

interface SimulatedRegistry {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
}

/** A registry that knows the given advisories by package; `silent` never answers. */
export async function simulatedRegistry(
  advisories: Readonly<Record<string, readonly Advisory[]>> | "silent",
): Promise<SimulatedRegistry> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "/");
    asked.push(path);
    if (advisories === "silent") return;
    const isAudit = path.endsWith("/advisories/bulk");
    const name = path.slice(1);
    const versions = { "1.0.0": { name, version: "1.0.0" } };
    const all = Object.entries(advisories).map(([of, list], at) => [
      of,
      list.map((one, id) => ({
        id: at * 10 + id + 1,
        url: `https://advisories.example/${of}`,
        ...one,
      })),
    ]);
    const answer = isAudit
      ? Object.fromEntries(all)
      : { name, versions, "dist-tags": { latest: "1.0.0" } };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/`, asked };
}
