import path from 'node:path'
import { watch } from 'chokidar'

/** Milliseconds without a change before a rebuild. Editors write a file in several steps. */
const quiet = 100

/** Names of the parts that a rebuild reports, by the beginning of the changed path. The first match counts. */
const parts = [
  ['core/', 'lambdas'],
  ['aws/', 'lambdas'],
  ['lambdas/', 'lambdas'],
  ['templates/locales/', 'locales'],
  ['templates/', 'templates'],
  ['browser/', 'browser scripts'],
  ['publication.json', 'publication.json'],
] as const
const folders = ['core', 'aws', 'lambdas', 'templates', 'browser']
/** Folders whose code is loaded by the running process or is part of the synthesized template. */
const needRestart = ['infra', 'build']

export type SourceWatch = {
  /** The project's folder. */
  readonly root: string
  /** Builds and reloads. Throws if the sources have an error. */
  readonly rebuild: () => Promise<void>
  readonly log: (line: string) => void
}

/** Rebuilds when sources change, once for quick successive changes. Logs the result. Returns a function that stops it. */
export function watchSources({ root, rebuild, log }: SourceWatch): () => void {
  const changes = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let isRunning = false

  async function run(): Promise<void> {
    if (isRunning) return // the loop below continues with the new changes
    isRunning = true
    while (changes.size > 0) {
      const files = [...changes]
      changes.clear()
      const start = performance.now()
      const error = await rebuild().then(() => undefined, describeBuildError(root))
      const seconds = ((performance.now() - start) / 1000).toFixed(1)
      log(error ?? `Rebuilt in ${seconds} s: ${describeChanges(files)}`)
    }
    isRunning = false
  }

  const add = (file: string) => {
    changes.add(file.replaceAll(path.sep, '/'))
    clearTimeout(timer)
    timer = setTimeout(() => void run(), quiet)
  }
  // Node's own recursive watch loses a file that an editor replaces instead of overwriting it.
  const watcher = watch([...folders, ...needRestart, 'publication.json'], {
    cwd: root,
    ignoreInitial: true,
    ignored: isHiddenOrBackup,
  })
  watcher.on('all', (_event, file) => {
    if (needRestart.includes(path.dirname(file).split(path.sep, 1)[0] ?? ''))
      log(`${file} has changed: restart to apply it.`)
    else add(file)
  })
  return () => {
    clearTimeout(timer)
    void watcher.close()
  }
}

/** True for hidden files and the backups of editors. */
function isHiddenOrBackup(file: string): boolean {
  return /^\.|~$/.test(path.basename(file))
}

/** Lists the parts to which the changed files belong: `lambdas, templates`. */
export function describeChanges(files: readonly string[]): string {
  const names = files.map((file) => parts.find(([start]) => file.startsWith(start))?.[1] ?? file)
  const note = files.includes('publication.json') ? ' (restart to apply changed schedules)' : ''
  return `${[...new Set(names)].sort().join(', ')}${note}`
}

type BuildMessage = { readonly text: string; readonly location: { file: string; line: number; column: number } | null }

/** Returns a function that describes an error with its file and line: `core/x.ts:3:7: Expected ";"`. */
export function describeBuildError(root: string): (error: unknown) => string {
  return (error) => {
    const messages = error instanceof Error && 'errors' in error ? (error.errors as readonly BuildMessage[]) : [] // esbuild's
    const lines = messages.map(({ text, location }) => {
      if (!location) return text
      const file = path.relative(root, path.resolve(location.file))
      return `${file}:${location.line}:${location.column + 1}: ${text}`
    })
    const text = lines.length > 0 ? lines.join('\n') : error instanceof Error ? error.message : String(error)
    return `Not rebuilt, the old code is still running. ${text.replaceAll(`${root}${path.sep}`, '')}`
  }
}
