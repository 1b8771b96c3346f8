import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build as bundle, type LogLevel, type OutputFile, type Plugin } from 'esbuild'
import { type Publication, PublicationError } from '../core/publication.ts'
import { buildLocales } from './locales.ts'
import { readPublication } from './read-publication.ts'
import { buildScripts } from './scripts.ts'
import { buildTemplates } from './templates.ts'

const root = path.dirname(import.meta.dirname)
const target = path.join(root, 'dist')

/**
 * Makes everything under dist/: the publication with its defaults, the compiled templates, a bundle per Lambda. An error
 * leaves the bundles as they were.
 *
 * @param logLevel what esbuild prints by itself
 */
export async function build(logLevel: LogLevel = 'warning'): Promise<Publication> {
  const publication = await readPublication()
  await mkdir(target, { recursive: true })
  await writeFile(path.join(target, 'publication.json'), JSON.stringify(publication, undefined, 2))
  await buildTemplates(path.join(root, 'templates'), path.join(target, 'templates'))
  await buildScripts(path.join(root, 'browser'), path.join(target, 'templates', 'scripts'))
  await buildLocales(path.join(root, 'templates', 'locales'), path.join(target, 'templates', 'locales'))
  await bundleLambdas(path.join(target, 'lambdas'), [], logLevel)
  return publication
}

/** Bundles all Lambdas, each into its own folder. Deployment, local mode and tests use the same bundles. */
export async function bundleLambdas(
  outdir: string,
  plugins: Plugin[] = [],
  logLevel: LogLevel = 'warning',
): Promise<void> {
  const source = path.join(root, 'lambdas')
  const files = (await readdir(source)).filter((file) => file.endsWith('.ts'))
  const { outputFiles } = await bundle({
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
    logLevel,
    write: false,
    // CommonJS dependencies ask for Node's own modules through `require`, which an ES module lacks.
    banner: { js: "import{createRequire as __require}from'node:module';const require=__require(import.meta.url);" },
  })
  await replaceFiles(outdir, outputFiles)
}

/** Replaces each file at once, because Lambdas of a running stack may load it, and removes the folders of other Lambdas. */
async function replaceFiles(outdir: string, files: readonly OutputFile[]): Promise<void> {
  const folders = new Set(files.map((file) => path.dirname(file.path)))
  for (const folder of folders) await mkdir(folder, { recursive: true })
  for (const { path: file, contents } of files) {
    await writeFile(`${file}.new`, contents)
    await rename(`${file}.new`, file)
  }
  const obsolete = (await readdir(outdir)).map((name) => path.join(outdir, name)).filter((each) => !folders.has(each))
  for (const each of obsolete) await rm(each, { recursive: true, force: true })
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
