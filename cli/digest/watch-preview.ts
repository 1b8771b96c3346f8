import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')
/** Milliseconds without a change before a new preview. Editors write a file in several steps. */
const quiet = 150

/** Runs the preview again whenever a template, a locale or publication.json changes, until it is stopped. */
export async function watchPreview(args: readonly string[]): Promise<void> {
  let change = Promise.withResolvers<void>()
  const watchers = [
    watch(path.join(root, 'templates'), { recursive: true }, () => change.resolve()),
    watch(path.join(root, 'publication.json'), () => change.resolve()),
  ]
  process.once('SIGINT', () => {
    for (const watcher of watchers) watcher.close()
    process.exit(0)
  })
  const singleRun = [...args.filter((argument) => argument !== '--watch'), '--live']
  for (;;) {
    // A new process each time, because Node does not load a changed module again.
    const built = await run([path.join(root, 'build', 'build.ts')])
    if (built === 0) await run([path.join(root, 'cli', 'postrider.ts'), ...singleRun])
    process.stdout.write('Watching templates/ and publication.json. Press Ctrl-C to stop.\n')
    await change.promise
    await new Promise((resolve) => setTimeout(resolve, quiet))
    change = Promise.withResolvers()
  }
}

async function run(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  return Number(code ?? 1)
}
