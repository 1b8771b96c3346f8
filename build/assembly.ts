import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
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
  // Not cdk.out, because `cdk list` rewrites that folder.
  const folder = path.join(root, 'dist', inPlace ? 'assembly-in-place' : 'assembly')
  let app: ReturnType<typeof loadApp> | undefined
  try {
    const built = await build('warning', () => {
      app = loadApp(folder, inPlace)
      begin('build')
    })
    const work = async () => {
      app ??= loadApp(folder, inPlace)
      const running = app.run()
      begin('synthesize')
      await running
    }
    await refresh(path.join(folder, 'version'), ['infra', 'cdk.json'], work, built)
  } finally {
    app?.stop()
  }
  return { folder }
}

/**
 * Starts a process that loads the CDK, which takes a second and needs nothing that is built. It can do so while another
 * processor builds, and then waits for the app.
 */
function loadApp(folder: string, inPlace: boolean) {
  const { context } = JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8')) as { context: object } // ours
  // The shell's region must not change what runs locally.
  const { CDK_DEFAULT_REGION: _default, AWS_REGION: _region, ...environment } = process.env
  const child = spawn(process.execPath, ['--import', urlOf('create-stacks.ts'), '--input-type=module', '-'], {
    cwd: root,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: {
      ...environment,
      CDK_OUTDIR: folder,
      // Validation takes three quarters of the time and changes nothing. `npm run synth` and deployments validate.
      CDK_VALIDATION: 'false',
      CDK_CONTEXT_JSON: JSON.stringify(inPlace ? { ...context, 'aws:cdk:disable-asset-staging': true } : context),
    },
  })
  const ended = Promise.all([once(child, 'close'), text(child.stderr)])
  ended.catch(() => undefined) // `run` reports it
  child.stdin.on('error', () => undefined) // the process has ended, and its output says why
  return {
    /** Synthesizes the app. @throws {Error} with what the process printed */
    async run(): Promise<void> {
      rmSync(folder, { recursive: true, force: true })
      child.stdin.end(`import ${JSON.stringify(urlOf('app.ts'))}`)
      const [[code], errors] = await ended
      if (code !== 0) throw new Error(errors.trim() || `The app ended with ${code}.`)
    },
    stop: () => void child.kill(),
  }
}

const urlOf = (file: string) => pathToFileURL(path.join(root, 'infra', file)).href
