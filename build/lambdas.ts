import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { build as bundle, type Plugin } from 'esbuild'

const root = path.dirname(import.meta.dirname)

/** One esbuild call for all Lambdas; each gets a folder of its own, which serves deployment, local mode and tests alike. */
export async function bundleLambdas(outdir: string, plugins: Plugin[] = []): Promise<void> {
  const source = path.join(root, 'lambdas')
  const files = (await readdir(source)).filter((file) => file.endsWith('.ts'))
  await rm(outdir, { recursive: true, force: true })
  await bundle({
    entryPoints: files.map((file) => ({
      in: path.join(source, file),
      out: path.join(path.basename(file, '.ts'), 'index'),
    })),
    outdir,
    plugins,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    // CommonJS dependencies ask for Node's own modules through `require`, which an ES module lacks.
    banner: { js: "import{createRequire as __require}from'node:module';const require=__require(import.meta.url);" },
  })
}
