import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { build as bundle } from 'esbuild'
import { build } from '../build/build.ts'
import { bundleOptions } from '../build/lambdas.ts'
import { quantile } from './measure.ts'
import { withFolder } from './support/local-process.ts'

const rounds = 9
/** The CPU time of a Lambda's import, divided by that of the SDK clients that it uses. */
const limit = 1.3
const root = path.dirname(import.meta.dirname)

/** Prints, in a process of its own, how many milliseconds of CPU time an import takes. */
const importer = `const { url } = process.env
const before = process.cpuUsage()
await import(url)
const { user, system } = process.cpuUsage(before)
console.log((user + system) / 1000)
process.exit(0)`

/** Measures importing the bundle of each Lambda against a bundle of nothing but the SDK clients that it uses. */
export async function benchColdStart(): Promise<void> {
  await build('silent')
  await withFolder(async (folder) => {
    for (const name of (await readdir(path.join(root, 'lambdas'))).filter((file) => file.endsWith('.ts')).sort()) {
      await compare(path.basename(name, '.ts'), folder)
    }
  })
}

async function compare(lambda: string, folder: string): Promise<void> {
  const own = path.join(root, 'dist', 'lambdas', lambda, 'index.mjs')
  const clients = await bundleClients(lambda, folder)
  const times: number[] = []
  const bareTimes: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    times.push(importTime(own))
    if (clients) bareTimes.push(importTime(clients.file))
  }
  const kilobytes = Math.round((await bytesOf(path.dirname(own))) / 1000)
  const [ms, bare] = [quantile(times, 0.5), quantile(bareTimes, 0.5)]
  const against = clients
    ? `${(ms / bare).toFixed(2)} × ${clients.names.join(', ')} alone (${bare.toFixed(0)} ms), limit ${limit}`
    : 'no SDK client'
  console.log(`  ${lambda}: ${kilobytes} KB, ${ms.toFixed(0)} ms, ${against}`)
}

/** Returns the size of all files of a bundle, including those that are loaded later. */
async function bytesOf(folder: string): Promise<number> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.mjs'))
  const sizes = await Promise.all(files.map(async (name) => (await stat(path.join(folder, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Bundles the SDK clients that a Lambda uses, with the constructors that it calls. Undefined if it uses none. */
async function bundleClients(lambda: string, folder: string) {
  const { metafile } = await bundle({
    ...bundleOptions,
    entryPoints: [path.join(root, 'lambdas', `${lambda}.ts`)],
    outdir: folder,
    metafile: true,
    write: false,
  })
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs: used }) =>
    Object.entries(used).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  )
  const names = new Set(
    inputs.flatMap((file) => /node_modules\/(@aws-sdk\/(?:client|lib)-[\w-]+)\//.exec(file)?.[1] ?? []),
  )
  if (names.size === 0) return undefined
  const commands = await usedExports(inputs.filter((file) => file.startsWith('aws/')))
  const code = [...names].map((name) => `export { ${commands.get(name)?.join(', ') ?? ''} } from '${name}'`).join('\n')
  const file = path.join(folder, `${lambda}.mjs`)
  await mkdir(folder, { recursive: true })
  await bundle({
    ...bundleOptions,
    stdin: { contents: code, resolveDir: root },
    outfile: file,
    outExtension: {},
  })
  return { file, names: [...names].map((name) => name.replace('@aws-sdk/', '')) }
}

/** Returns what files import from each package of the SDK. */
async function usedExports(files: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const used = new Map<string, string[]>()
  for (const file of files) {
    const code = await readFile(path.join(root, file), 'utf8')
    for (const [, list = '', name = ''] of code.matchAll(/import \{([^}]+)\} from '(@aws-sdk\/[^']+)'/g)) {
      const names = list.split(',').map((each) => each.trim())
      const values = names.filter((each) => each !== '' && !each.startsWith('type '))
      used.set(name, [...new Set([...(used.get(name) ?? []), ...values])])
    }
  }
  return used
}

function importTime(file: string): number {
  const url = `file://${file}`
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', importer], { env: { ...process.env, url } }),
  )
}
