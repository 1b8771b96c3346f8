import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../cli/connect.ts'
import { printAgainst, since } from './measure.ts'
import { startProcess, withFolder } from './support/local-process.ts'

/** Maximum milliseconds until the feeds contain an article. */
const limit = 1_000
const uploads = 40

/** Measures the time from the upload of an article until all three feeds contain it, on a running local stack. */
export async function benchPublishing(): Promise<void> {
  await withFolder(async (data) => {
    const local = await startProcess(data)
    try {
      const stack = await connect({ data })
      const times: number[] = []
      for (let n = 0; n < uploads; n += 1) {
        const name = `measured-${n}`
        const start = performance.now()
        await stack.uploads.put(
          `articles/${name}.md`,
          new TextEncoder().encode(`# Article ${name}\n\nText.\n`),
          'text/markdown',
        )
        await Promise.all(
          ['feed.xml', 'atom.xml', 'feed.json'].map((feed) => untilPublished(`${local.ready.site}/${feed}`, name)),
        )
        times.push(since(start))
      }
      printAgainst('the first upload, with cold Lambdas', times.slice(0, 1), limit)
      printAgainst('upload → in RSS, Atom and JSON Feed', times.slice(1), limit)
    } finally {
      await local.stop()
    }
  })
}

async function untilPublished(url: string, name: string): Promise<void> {
  for (;;) {
    const text = await (await fetch(url)).text()
    if (text.includes(`articles/${name}.md`)) return
    await sleep(5)
  }
}
