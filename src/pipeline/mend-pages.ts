import { UnavailableError } from "../core/errors.ts";
import { formatSource } from "../generate/format-source.ts";
import { createChecker, type ProjectChecker } from "../repair/check-project.ts";
import { findCompiler } from "../repair/find-compiler.ts";
import { fixToFixedPoint } from "../repair/fix-to-fixed-point.ts";
import { fixers } from "../repair/fixers/registry.ts";
import { startLanguageServer, type LanguageServer } from "../repair/language-server.ts";
import { onlyTheseFiles } from "../repair/loop/only-these-files.ts";
import { readProject } from "../repair/read-project.ts";
import type { TrialOutcome } from "../spec/lesson.ts";
import type { PagesByFeature } from "./pages-by-models.ts";

/** What fixers made of pages by models. */
export interface MendedPages {
  readonly pages: PagesByFeature;
  /** What compiler and rules found in these pages before and after. */
  readonly errorsBefore: number;
  readonly errorsAfter: number;
  readonly fixes: readonly {
    readonly file: string;
    readonly code: string;
    readonly fixer: string;
  }[];
}

/** Mends pages by models in an app's folder; the language server stays for the next time. */
export interface PageMender {
  /**
   * Changes nothing in the folder, and no page where the compiler does not answer.
   * @param pages the pages by models that are in the folder; no other file is looked at for errors.
   * @throws InterruptedError after an abort.
   */
  mend(pages: PagesByFeature): Promise<MendedPages>;
  close(): Promise<void>;
}

interface MenderOptions {
  /** Absolute path of the app. */
  readonly root: string;
  readonly signal: AbortSignal;
  /** Told what came of each attempt of a fixer. Default: nobody is. */
  readonly onTrial?: ((outcome: TrialOutcome) => void) | undefined;
}

/** Starts nothing before there are pages to mend. */
export function createPageMender(options: MenderOptions): PageMender {
  let started: Promise<Started> | null = null;
  return {
    mend: async (pages) => {
      try {
        started ??= start(options);
        return await mend({ ...(await started), ...options }, pages);
      } catch (error) {
        if (!(error instanceof UnavailableError)) throw error;
        // The gates judge the pages as they are.
        return { pages, errorsBefore: 0, errorsAfter: 0, fixes: [] };
      }
    },
    close: async () => {
      const running = await started?.catch(() => null);
      await running?.server.close();
    },
  };
}

interface Started {
  readonly compiler: string;
  readonly server: LanguageServer;
  readonly checker: ProjectChecker;
}

async function start({ root, signal }: MenderOptions): Promise<Started> {
  const compiler = await findCompiler(root);
  const server = await startLanguageServer({ root, compiler, signal });
  return { compiler, server, checker: createChecker(server) };
}

async function mend(
  { root, signal, compiler, server, checker, onTrial }: Started & MenderOptions,
  pages: PagesByFeature,
): Promise<MendedPages> {
  const paths = new Set([...pages.values()].flatMap((own) => [...own.keys()]));
  const project = await readProject({ root, compiler, knownPackages: new Map(), signal });
  const isOurs = ({ file }: { readonly file: string }) => paths.has(file);
  const own = onlyTheseFiles(fixers, paths);
  const told = onTrial === undefined ? {} : { onOutcome: onTrial };
  // What was learned steers no fixer here: the same pages are mended to the same bytes on every machine.
  const work = { ...project, server, checker, fixers: own, signal, ...told };
  const result = await fixToFixedPoint(work);
  const mended = new Map<string, ReadonlyMap<string, string>>();
  for (const [id, texts] of pages) {
    const next = new Map<string, string>();
    for (const [path, text] of texts) {
      const now = result.texts.get(path) ?? text;
      next.set(path, now === text ? text : await formatSource(path, now));
    }
    mended.set(id, next);
  }
  return {
    pages: mended,
    errorsBefore: result.before.filter(isOurs).length,
    errorsAfter: result.left.filter(isOurs).length,
    fixes: result.fixes,
  };
}
