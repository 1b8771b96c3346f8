import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'

/** Bundles each script at the top of `source`. */
export async function buildConsoleScripts(source: string, target: string): Promise<void> {
  const entries = await readdir(source, { withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  await build({
    entryPoints: files.map(({ name }) => path.join(source, name)),
    outdir: target,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    legalComments: 'none',
    logLevel: 'warning',
  })
}
