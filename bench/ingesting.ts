import MarkdownIt from 'markdown-it'
import { readPublication } from '../build/read-publication.ts'
import { toPlainText } from '../core/html/plain-text.ts'
import { renderBody } from '../core/html/render-body.ts'
import { parseUpload } from '../core/reading/parse-upload.ts'

/** Bytes of each article. */
const size = 5_000
const rounds = 25
const perRound = 40
/** Limits, as multiples of the CPU time of markdown-it alone. */
const limits = { markdown: 4, withText: 4.5, archive: 2 } as const

const section = `## The road to Bath

The *mail* left at eight, "as it had always done", with three sacks and [a parcel](https://example.org/eels) of eels; see
the **table** below[^1] and \`the code\`.

- a roof for the sorting office
- a bell that rings

> He that hath no letters, hath no friends.

| Town | Bags |
|------|-----:|
| Bath | 3 |

[^1]: It was late.

`
const markdown = `---\ntitle: Night mail\ndate: 2026-03-31\nsummary: S\ntopics: [letters]\n---\n\n${fill(section)}`
const paragraph =
  'The night mail left at eight, as it had always done, with three sacks and a parcel of eels for the bishop, who had asked for them twice.\n\n'
const archive = `The Postrider Gazette\n\nNight mail\n\nTue 31 Mar 2026\n\n${fill(paragraph)}\nletters maps\nSend us a correction\n`

/** Measures parsing an article's bytes and rendering sanitized HTML for page, feed and mail, and the mail's plain text. */
export async function benchIngesting(): Promise<void> {
  const publication = await readPublication()
  const ingest =
    (key: string, bytes: Buffer, after: (email: string) => void = () => {}) =>
    () => {
      const parsed = parseUpload({ key, bytes }, publication)
      if (!parsed.accepted) throw new Error('The example is rejected')
      after(renderBody(parsed.body, 'https://example.org/articles/night-mail/', (address) => address).email)
    }
  const alone = new MarkdownIt({ html: true, linkify: true })
  const [peer, forms, withText, plain] = measure([
    () => alone.render(markdown),
    ingest('articles/a.md', Buffer.from(markdown)),
    ingest('articles/a.md', Buffer.from(markdown), toPlainText),
    ingest('articles/a.txt', Buffer.from(archive), toPlainText),
  ])
  console.log(`  markdown-it alone, ${size} bytes: ${(peer ?? 0).toFixed(2)} ms`)
  print('Markdown → page, feed, mail in HTML', forms, peer, limits.markdown)
  print('and plain text', withText, peer, limits.withText)
  print('archive page → page, feed, mail, plain text', plain, peer, limits.archive)
}

/** Returns the CPU milliseconds of each task: the median of rounds in which the tasks alternate. */
function measure(tasks: readonly (() => void)[]): readonly number[] {
  const times = tasks.map((): number[] => [])
  for (let round = 0; round < rounds + 5; round += 1) {
    tasks.forEach((task, index) => {
      const start = process.cpuUsage()
      for (let n = 0; n < perRound; n += 1) task()
      const { user, system } = process.cpuUsage(start)
      if (round >= 5) times[index]?.push((user + system) / 1000 / perRound)
    })
  }
  return times.map((each) => each.sort((a, b) => a - b)[Math.floor(each.length / 2)] ?? Number.NaN)
}

function print(what: string, time = Number.NaN, peer = Number.NaN, limit: number): void {
  console.log(`  ${what}: ${time.toFixed(2)} ms, ${(time / peer).toFixed(2)} × markdown-it (limit ${limit} ×)`)
}

function fill(unit: string): string {
  return unit.repeat(Math.ceil(size / unit.length)).slice(0, size)
}
