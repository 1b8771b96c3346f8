import { execFile } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { build } from './build.ts'
import { refresh } from './freshness.ts'

const root = path.dirname(import.meta.dirname)

export type SynthesizeOptions = {
  /** Leaves the bundles in dist/lambdas instead of copying them, so that a running stack can load them again. */
  readonly inPlace?: boolean
  /** Called as soon as each kind of work has begun, if it has to be done: to build dist/, and to synthesize. */
  readonly begin?: (work: 'build' | 'synthesize') => void
}

/**
 * Synthesizes the app unless its sources are the same as last time. Returns the folder of the assembly.
 * @throws {PublicationError} naming every mistake in publication.json
 * @throws {Error} with what CDK printed
 */
export async function synthesize(options: SynthesizeOptions = {}): Promise<{ readonly folder: string }> {
  const { inPlace = false, begin = () => {} } = options
  const built = await build('warning', () => begin('build'))
  // Not cdk.out, because `cdk list` rewrites that folder.
  const folder = path.join(root, 'dist', inPlace ? 'assembly-in-place' : 'assembly')
  const mark = path.join(folder, 'version')
  await refresh(
    mark,
    ['infra', 'cdk.json'],
    async () => {
      const running = runApp(folder, inPlace)
      begin('synthesize')
      await running
    },
    built,
  )
  return { folder }
}

/** Runs the app in its own process, which has begun when this function returns. */
async function runApp(folder: string, inPlace: boolean): Promise<void> {
  const { context } = JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8')) as { context: object } // ours
  rmSync(folder, { recursive: true, force: true })
  // The shell's region must not change what runs locally.
  const { CDK_DEFAULT_REGION: _default, AWS_REGION: _region, ...environment } = process.env
  try {
    await promisify(execFile)(process.execPath, [path.join(root, 'infra', 'app.ts')], {
      cwd: root,
      env: {
        ...environment,
        CDK_OUTDIR: folder,
        // Validation takes three quarters of the time and changes nothing. `npm run synth` and deployments validate.
        CDK_VALIDATION: 'false',
        CDK_CONTEXT_JSON: JSON.stringify(inPlace ? { ...context, 'aws:cdk:disable-asset-staging': true } : context),
      },
    })
  } catch (cause) {
    const output = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause)
    throw new Error(output, { cause })
  }
}
