import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { build, sources } from './build.ts'
import { refresh } from './freshness.ts'

const root = path.dirname(import.meta.dirname)
/** Not cdk.out, because `cdk list` rewrites that folder. */
const folder = path.join(root, 'dist', 'assembly')

export type Assembly = {
  readonly folder: string
  /** Names the sources that the assembly was made from. */
  readonly version: string
}

/**
 * Synthesizes the app unless its sources are the same as last time.
 * @throws {PublicationError} naming every mistake in publication.json
 * @throws {Error} with what CDK printed
 */
export async function synthesize(): Promise<Assembly> {
  await build()
  const version = await refresh(path.join(folder, 'version'), [...sources, 'infra', 'cdk.json'], runApp)
  return { folder, version }
}

async function runApp(): Promise<void> {
  const { context } = JSON.parse(await readFile(path.join(root, 'cdk.json'), 'utf8')) as { context: object } // ours
  await rm(folder, { recursive: true, force: true })
  try {
    await promisify(execFile)(process.execPath, [path.join(root, 'infra', 'app.ts')], {
      cwd: root,
      env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) },
    })
  } catch (cause) {
    const output = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause)
    throw new Error(output, { cause })
  }
}
