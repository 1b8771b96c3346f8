import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type BuildOptions, build as bundle, type LogLevel, type OutputFile, type Plugin } from 'esbuild'
import { publishers } from '../core/deployment/publishers.ts'
import { slimBundle } from './slim-bundle.ts'

const source = path.join(path.dirname(import.meta.dirname), 'lambdas')

/** The Lambda that contains a hash of the publishers' bundles, so that it knows when a deployment has changed one of them. */
const completer = 'complete-deployment'

/** How every Lambda is bundled. */
export const bundleOptions = {
  plugins: [slimBundle],
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  // CommonJS dependencies load Node's own modules with `require`, which ES modules do not have.
  banner: { js: "import{createRequire as __require}from'node:module';const require=__require(import.meta.url);" },
} satisfies BuildOptions

/** Bundles all Lambdas, each into its own folder. Deployment, local mode and tests use the same bundles. */
export async function bundleLambdas(
  outdir: string,
  plugins: Plugin[] = [],
  logLevel: LogLevel = 'warning',
): Promise<void> {
  const names = (await readdir(source)).filter((file) => file.endsWith('.ts')).map((file) => path.basename(file, '.ts'))
  const options: BuildOptions = { outdir, plugins: [...plugins, ...bundleOptions.plugins], logLevel }
  const files = await bundleNamed(
    names.filter((name) => name !== completer),
    options,
  )
  const version = JSON.stringify(hashBundles(files, outdir))
  const last = await bundleNamed([completer], { ...options, define: { DEPLOYMENT_VERSION: version } })
  await replaceFiles(outdir, [...files, ...last])
}

async function bundleNamed(names: readonly string[], options: BuildOptions): Promise<readonly OutputFile[]> {
  const { outputFiles } = await bundle({
    ...bundleOptions,
    ...options,
    entryPoints: names.map((name) => ({ in: path.join(source, `${name}.ts`), out: path.join(name, 'index') })),
    sourcemap: true,
    sourcesContent: false,
    write: false,
  })
  return outputFiles
}

/** Returns a hash that is the same on every machine, because bundles contain no absolute paths and no times. */
function hashBundles(files: readonly OutputFile[], outdir: string): string {
  const digest = createHash('sha256')
  for (const name of publishers) {
    const bundled = files.find((file) => file.path === path.resolve(outdir, name, 'index.mjs'))
    if (!bundled) throw new Error(`There is no bundle of ${name}`)
    digest.update(bundled.contents)
  }
  return digest.digest('hex').slice(0, 16)
}

/**
 * Replaces each file atomically, because Lambdas of a running stack may load it, and removes the folders of Lambdas
 * that no longer exist.
 */
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
