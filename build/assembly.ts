import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { build, sources } from './build.ts'
import { refresh } from './freshness.ts'

const root = path.dirname(import.meta.dirname)

export type SynthesizeOptions = {
  /** Leaves the bundles in dist/lambdas instead of copying them, so that a running stack can load them again. */
  readonly inPlace?: boolean
}

/**
 * Synthesizes the app unless its sources are the same as last time. Returns the folder of the assembly.
 * @throws {PublicationError} naming every mistake in publication.json
 * @throws {Error} with what CDK printed
 */
export async function synthesize({ inPlace = false }: SynthesizeOptions = {}): Promise<{ readonly folder: string }> {
  await build()
  // Not cdk.out, because `cdk list` rewrites that folder.
  const folder = path.join(root, 'dist', inPlace ? 'assembly-in-place' : 'assembly')
  const mark = path.join(folder, 'version')
  await refresh(mark, [...sources, 'infra', 'cdk.json'], () => runApp(folder, inPlace))
  return { folder }
}

async function runApp(folder: string, inPlace: boolean): Promise<void> {
  const { context } = JSON.parse(await readFile(path.join(root, 'cdk.json'), 'utf8')) as { context: object } // ours
  await rm(folder, { recursive: true, force: true })
  // The shell's region must not change what runs locally.
  const { CDK_DEFAULT_REGION: _default, AWS_REGION: _region, ...environment } = process.env
  try {
    await promisify(execFile)(process.execPath, [path.join(root, 'infra', 'app.ts')], {
      cwd: root,
      env: {
        ...environment,
        CDK_OUTDIR: folder,
        CDK_CONTEXT_JSON: JSON.stringify(inPlace ? { ...context, 'aws:cdk:disable-asset-staging': true } : context),
      },
    })
  } catch (cause) {
    const output = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause)
    throw new Error(output, { cause })
  }
}
