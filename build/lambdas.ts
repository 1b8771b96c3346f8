import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type BuildOptions, build as bundle, type LogLevel, type OutputFile, type Plugin } from 'esbuild'
import { slimBundle } from './slim-bundle.ts'

const root = path.dirname(import.meta.dirname)

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
  const source = path.join(root, 'lambdas')
  const files = (await readdir(source)).filter((file) => file.endsWith('.ts'))
  const { outputFiles } = await bundle({
    ...bundleOptions,
    entryPoints: files.map((file) => ({
      in: path.join(source, file),
      out: path.join(path.basename(file, '.ts'), 'index'),
    })),
    outdir,
    plugins: [...plugins, ...bundleOptions.plugins],
    sourcemap: true,
    sourcesContent: false,
    logLevel,
    write: false,
  })
  await replaceFiles(outdir, outputFiles)
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
