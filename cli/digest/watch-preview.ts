import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)
/** Milliseconds: editors write a file in several steps. */
const quiet = 150

/** Previews again whenever a template, its words or publication.json changes, until it is stopped. */
export async function watchPreview(args: readonly string[]): Promise<void> {
  let changed = Promise.withResolvers<void>()
  const watchers = [
    watch(path.join(root, 'templates'), { recursive: true }, () => changed.resolve()),
    watch(path.join(root, 'publication.json'), () => changed.resolve()),
  ]
  process.once('SIGINT', () => {
    for (const watcher of watchers) watcher.close()
    process.exit(0)
  })
  for (;;) {
    // Each time in a process of its own: a module, once loaded, stays as it was.
    const built = await run([path.join(root, 'infra', 'build.ts')])
    if (built === 0) await run([path.join(root, 'cli', 'postrider.ts'), ...args])
    process.stdout.write('Watching templates/ and publication.json; Ctrl-C ends it.\n')
    await changed.promise
    await new Promise((resolve) => setTimeout(resolve, quiet))
    changed = Promise.withResolvers()
  }
}

async function run(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  return Number(code ?? 1)
}
