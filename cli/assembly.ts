import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { PublicationError } from '../core/publication.ts'
import { CommandFailure } from './command-failure.ts'

const root = path.dirname(import.meta.dirname)
const sources = [
  'aws',
  'browser',
  'build',
  'core',
  'infra',
  'lambdas',
  'packages/schedule-expressions/src',
  'templates',
  'cdk.json',
  'package-lock.json',
  'publication.json',
]

export type Assembly = {
  readonly folder: string
  /** Hash of all sources. */
  readonly version: string
}

export type SynthesizeOptions = {
  /** Leaves the bundles in dist/lambdas instead of copying them, so that a running stack can load them again. */
  readonly inPlace?: boolean
}

/** Synthesizes the app unless nothing has changed since the last time. @throws {CommandFailure} with the error of the build */
export async function synthesize({ inPlace = false }: SynthesizeOptions = {}): Promise<Assembly> {
  const folder = path.join(root, 'dist', inPlace ? 'assembly-in-place' : 'assembly')
  const version = await hashSources()
  const mark = path.join(folder, 'version')
  const isCurrent = (await readFile(mark, 'utf8').catch(() => '')) === version
  if (isCurrent && !inPlace) return { folder, version }
  try {
    const { build } = await import('../build/build.ts') // loads MJML and esbuild, which a warm start does not need
    await build()
    if (!isCurrent) await runApp(folder, inPlace)
  } catch (cause) {
    if (cause instanceof PublicationError) throw new CommandFailure(cause.message, 1, { cause })
    const message = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause)
    throw new CommandFailure(message, 1, { cause })
  }
  await writeFile(mark, version)
  return { folder, version }
}

/** Runs the CDK app, which writes a cloud assembly. Not to cdk.out, which `cdk list` rewrites. */
async function runApp(target: string, inPlace: boolean): Promise<void> {
  const { context } = JSON.parse(await readFile(path.join(root, 'cdk.json'), 'utf8')) as { context: object } // ours
  await promisify(execFile)(process.execPath, [path.join(root, 'infra', 'app.ts')], {
    cwd: root,
    env: {
      ...process.env,
      CDK_OUTDIR: target,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, 'aws:cdk:disable-asset-staging': inPlace }),
    },
  })
}

/** Returns a hash of everything that the app is built from. */
export async function hashSources(): Promise<string> {
  const lists = await Promise.all(sources.map((source) => listFiles(path.join(root, source))))
  const hash = createHash('sha256')
  for (const file of lists.flat().sort()) {
    hash.update(`${path.relative(root, file)}\0`).update(await readFile(file).catch(() => 'absent'))
  }
  return hash.digest('hex')
}

async function listFiles(place: string): Promise<string[]> {
  const entries = await readdir(place, { withFileTypes: true, recursive: true }).catch(() => undefined)
  if (!entries) return [place]
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}
