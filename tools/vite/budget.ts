import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

export interface Budget {
  /** gzip kB of scripts and styles that the first page needs: the entry plus its heaviest page */
  firstLoad: number;
  /** gzip kB that no single chunk may exceed; chunks named in `lazyGiants` are exempt */
  chunk?: number;
  lazyGiants?: RegExp;
}

interface Output {
  fileName: string;
  type: 'chunk' | 'asset';
  code?: string;
  source?: string | Uint8Array;
  imports?: string[];
  isEntry?: boolean;
  isDynamicEntry?: boolean;
  facadeModuleId?: string | null;
  viteMetadata?: { importedCss?: Set<string> };
}

/** Fails a build whose first load outgrows its budget, so that a heavy import is seen on the day it is written. */
export function budgetPlugin(budget: Budget): Plugin {
  return {
    name: 'qiancheng-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const outputs = bundle as unknown as Record<string, Output>;
        const sizes = new Map<string, number>();
        const sizeOf = (file: string): number => {
          const known = sizes.get(file);
          if (known !== undefined) return known;
          const output = outputs[file];
          const text = output?.code ?? output?.source ?? '';
          const size = gzipSync(typeof text === 'string' ? text : Buffer.from(text)).length / 1024;
          sizes.set(file, size);
          return size;
        };
        const closure = (file: string, into = new Set<string>()): Set<string> => {
          const output = outputs[file];
          if (!output || into.has(file)) return into;
          into.add(file);
          for (const css of output.viteMetadata?.importedCss ?? []) into.add(css);
          for (const next of output.imports ?? []) closure(next, into);
          return into;
        };
        const total = (files: Iterable<string>): number => [...files].reduce((sum, file) => sum + sizeOf(file), 0);

        const chunks = Object.values(outputs).filter((output) => output.type === 'chunk');
        const entry = chunks.find((chunk) => chunk.isEntry);
        if (!entry) return;
        const base = closure(entry.fileName);
        const pages = chunks
          .filter((chunk) => chunk.isDynamicEntry && /\/pages\//.test(chunk.facadeModuleId ?? ''))
          .map((chunk) => ({ name: chunk.fileName, size: total(closure(chunk.fileName, new Set(base))) }))
          .sort((a, b) => b.size - a.size);
        const heaviest = pages[0] ?? { name: entry.fileName, size: total(base) };
        const line = `first load ${total(base).toFixed(1)} kB gzip, with its heaviest page ${heaviest.size.toFixed(1)} kB (${heaviest.name}), budget ${budget.firstLoad} kB`;
        this.info(line);
        if (heaviest.size > budget.firstLoad) this.error(`Over budget: ${line}`);

        const limit = budget.chunk ?? 200;
        for (const chunk of chunks) {
          if (budget.lazyGiants?.test(chunk.fileName)) continue;
          if (sizeOf(chunk.fileName) > limit) {
            this.error(
              `Over budget: ${chunk.fileName} has ${sizeOf(chunk.fileName).toFixed(1)} kB gzip, limit ${limit} kB`,
            );
          }
        }
      },
    },
  };
}
