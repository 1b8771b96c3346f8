import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type BuildOptions, build as bundle, type LogLevel, type Plugin } from 'esbuild'
import { publishers } from '../core/deployment/publishers.ts'
import { slimBundle } from './slim-bundle.ts'

const root = path.dirname(import.meta.dirname)
const source = path.join(root, 'lambdas')
/** Where esbuild is told to write: the names of parts depend on the path from there to the sources. */
const nominal = path.join(root, 'dist', 'lambdas')

/** The Lambda that contains a hash of the publishers' bundles, so that it knows when a deployment has changed one of them. */
const completer = 'complete-deployment'

/**
 * Lambdas that load a part of their code with `import()`, when a message first needs it. It is in further files beside
 * index.mjs. The others have one file each, because bundling every Lambda by itself would take three times as long.
 */
const splitLambdas: readonly string[] = ['ingest-article']

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
  charset: 'utf8', // Escapes would take twice as many bytes.
  // CommonJS dependencies load Node's own modules with `require`, which ES modules do not have.
  banner: { js: "import{createRequire as __require}from'node:module';const require=__require(import.meta.url);" },
} satisfies BuildOptions

/**
 * Bundles all Lambdas, each into its own folder. Deployment, local mode and tests use the same bundles.
 * @param inputs resolves when templates, locales and scripts are built. Until then, everything else is read.
 */
export async function bundleLambdas(
  outdir: string,
  plugins: Plugin[] = [],
  logLevel: LogLevel = 'warning',
  inputs: Promise<unknown> = Promise.resolve(),
): Promise<void> {
  const names = (await readdir(source)).filter((file) => file.endsWith('.ts')).map((file) => path.basename(file, '.ts'))
  const options: BuildOptions = { plugins: [...plugins, waitFor(inputs), ...bundleOptions.plugins], logLevel }
  const whole = names.filter((name) => name !== completer && !splitLambdas.includes(name))
  const groups = [
    bundleNamed(whole, options),
    ...splitLambdas.map((name) => bundleNamed([name], { ...options, splitting: true, chunkNames: `${name}/[hash]` })),
  ]
  const files = (await Promise.all(groups)).flat()
  await inputs // if one of them cannot be built, the bundles stay as they are
  const version = JSON.stringify(hashBundles(files))
  const last = await bundleNamed([completer], { ...options, define: { DEPLOYMENT_VERSION: version } })
  await replaceFiles(outdir, [...files, ...last])
}

/** Lets imports of what is being built wait. If it cannot be built, that is the only error. */
function waitFor(inputs: Promise<unknown>): Plugin {
  return {
    name: 'wait-for-inputs',
    setup: (build) =>
      build.onResolve({ filter: /^#templates\// }, () =>
        inputs.then(
          () => undefined,
          () => ({ external: true }),
        ),
      ),
  }
}

type BundledFile = { readonly name: string; readonly contents: Uint8Array }

/** Returns files by their path in the folder of all bundles. */
async function bundleNamed(names: readonly string[], options: BuildOptions): Promise<readonly BundledFile[]> {
  const { outputFiles } = await bundle({
    ...bundleOptions,
    ...options,
    entryPoints: names.map((name) => ({ in: path.join(source, `${name}.ts`), out: path.join(name, 'index') })),
    sourcemap: true,
    sourcesContent: false,
    outdir: nominal,
    write: false,
  })
  return outputFiles.map((file) => ({ name: path.relative(nominal, file.path), contents: file.contents }))
}

/** Returns a hash that is the same on every machine, because bundles contain no absolute paths and no times. */
function hashBundles(files: readonly BundledFile[]): string {
  const digest = createHash('sha256')
  for (const publisher of publishers) {
    const bundled = files
      .filter(({ name }) => path.dirname(name) === publisher && name.endsWith('.mjs'))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    if (bundled.length === 0) throw new Error(`There is no bundle of ${publisher}`)
    for (const { contents } of bundled) digest.update(contents)
  }
  return digest.digest('hex').slice(0, 16)
}

/**
 * Replaces each file atomically, because Lambdas of a running stack may load it, and removes the files of earlier builds
 * and the folders of Lambdas that no longer exist.
 */
async function replaceFiles(outdir: string, files: readonly BundledFile[]): Promise<void> {
  const current = new Set(files.flatMap(({ name }) => [name, path.dirname(name)]))
  const isEntry = ({ name }: BundledFile) => path.basename(name) === 'index.mjs'
  const entriesLast = files.toSorted((a, b) => Number(isEntry(a)) - Number(isEntry(b)))
  for (const { name, contents } of entriesLast) {
    const file = path.join(outdir, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(`${file}.new`, contents)
    await rename(`${file}.new`, file)
  }
  const obsolete = (await readdir(outdir, { recursive: true })).filter((name) => !current.has(name))
  for (const name of obsolete) await rm(path.join(outdir, name), { recursive: true, force: true })
}
