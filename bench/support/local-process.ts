import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

const root = path.resolve(import.meta.dirname, '../..')

export type Ready = {
  readonly ready: true
  readonly site: string
  readonly aws: string
  readonly console: string
  readonly data: string
  readonly uploads: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/** Postrider in its own process, started like `npm start`. */
export type LocalProcess = {
  readonly ready: Ready
  /** Milliseconds from the start of the process to the ready line. */
  readonly startedIn: number
  readonly process: ChildProcess
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** @param cwd folder of the project that runs */
export async function startProcess(
  data: string,
  options: readonly string[] = [],
  cwd: string = root,
): Promise<LocalProcess> {
  const start = performance.now()
  const ports = ['--port', '0', '--aws-port', '0', '--console-port', '0']
  const child = spawn(process.execPath, ['cli/main.mjs', '--data', data, 'start', ...ports, ...options], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{"ready":true')) continue
    child.stdout.resume()
    return {
      ready: JSON.parse(line) as Ready, // the form that README promises
      startedIn: performance.now() - start,
      process: child,
      stop: async (signal = 'SIGTERM') => {
        child.kill(signal)
        await exited
      },
    }
  }
  throw new Error(`Postrider ended before it was ready:\n${errors}`)
}

/** Creates a temporary folder and removes it afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
