import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build as bundle, type Plugin } from 'esbuild'
import { type Publication, PublicationError } from '../core/publication.ts'
import { buildLocales } from './locales.ts'
import { readPublication } from './read-publication.ts'
import { buildScripts } from './scripts.ts'
import { buildTemplates } from './templates.ts'

const root = path.dirname(import.meta.dirname)
const target = path.join(root, 'dist')

/** Makes everything under dist/: the publication with its defaults, the compiled templates, a bundle per Lambda. */
export async function build(): Promise<Publication> {
  const publication = await readPublication()
  await mkdir(target, { recursive: true })
  await writeFile(path.join(target, 'publication.json'), JSON.stringify(publication, undefined, 2))
  await buildTemplates(path.join(root, 'templates'), path.join(target, 'templates'))
  await buildScripts(path.join(root, 'browser'), path.join(target, 'templates', 'scripts'))
  await buildLocales(path.join(root, 'templates', 'locales'), path.join(target, 'templates', 'locales'))
  await bundleLambdas(path.join(target, 'lambdas'))
  return publication
}

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

if (import.meta.main) {
  try {
    await build()
  } catch (error) {
    if (!(error instanceof PublicationError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
