import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UploadRecord } from '../../core/articles/article.ts'
import { articleSlug } from '../../core/articles/identity.ts'
import { type ArticleLambdas, openArticleLambdas } from '../support/article-lambdas.ts'
import { readFiles } from '../support/read-state.ts'

let lambdas: ArticleLambdas

beforeAll(async () => {
  lambdas = await openArticleLambdas()
})
afterAll(() => lambdas.close())

const names = ['a', 'b', 'c'] as const
const change = fc.oneof(
  fc.record({ kind: fc.constant('put'), name: fc.constantFrom(...names), title: fc.nat(1), text: fc.nat(2) }),
  fc.record({ kind: fc.constant('delete'), name: fc.constantFrom(...names) }),
  fc.record({ kind: fc.constant('rename'), name: fc.constantFrom(...names), to: fc.constantFrom(...names) }),
)
const delivery = fc.record({
  /** How many events are processed before the next change happens. */
  early: fc.nat(3),
  /** Which of the events arrive afterwards, and in which order. Some arrive twice, and the others are lost. */
  order: fc.array(fc.nat(20), { maxLength: 12 }),
})
const history = fc.record({ changes: fc.array(change, { minLength: 2, maxLength: 7 }), delivery })
type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never

test('after any uploads, corrections, deletions and renames, articles match the bucket, even if events are lost or late', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(history, async (example) => {
      run += 1
      const bucket = await play(example, run)
      await lambdas.settle()
      await expectAsModelled(bucket, run)
    }),
    { numRuns: 12 },
  )
})

/** Returns the texts of the uploads at the end, by key. */
async function play({ changes, delivery: { early, order } }: History, run: number): Promise<Map<string, string>> {
  const process = lambdas.startProcess()
  const bucket = new Map<string, string>()
  const keyOf = (name: string) => `articles/run-${run}/${name}.md`
  const events: string[] = []
  const put = async (key: string, text: string) => {
    bucket.set(key, text)
    await lambdas.upload(key, text)
  }
  const remove = async (key: string) => {
    bucket.delete(key)
    await lambdas.uploads.remove(key)
  }
  for (const each of changes) {
    const key = keyOf(each.name)
    const text = bucket.get(key)
    if (each.kind === 'put') await put(key, `# Run ${run} title ${each.title}\n\nText ${each.text}.`)
    if (each.kind === 'delete') await remove(key)
    if (each.kind === 'rename' && text !== undefined && each.to !== each.name) {
      await put(keyOf(each.to), text)
      await remove(key)
    }
    events.push(...lambdas.takeEvents())
    if (events.length <= early) for (const event of events) await process.ingest(event)
  }
  for (const index of order) if (events[index] !== undefined) await process.ingest(events[index])
  await process.reconcile()
  await lambdas.settle(process)
  return bucket
}

async function expectAsModelled(bucket: ReadonlyMap<string, string>, run: number): Promise<void> {
  const keys = names.map((name) => `articles/run-${run}/${name}.md`)
  const records = (await Promise.all(keys.map(lambdas.readRecord))).filter((record) => record !== undefined)
  const pages = await readFiles(lambdas.s3, 'site', 'articles/')
  const titles = (await lambdas.articles.list('publication')).filter(({ key }) => keys.includes(key))
  const copies = records.filter(({ copyOf }) => copyOf !== undefined)
  const isCopy = (key: string) => copies.some((copy) => copy.key === key)
  expect(titles.map(({ key }) => key).sort()).toEqual([...bucket.keys()].filter((key) => !isCopy(key)).sort())
  expect(new Set(titles.map(({ id }) => id)).size).toBe(titles.length)
  for (const { key, copyOf, state } of copies) {
    const [text, original] = [key, copyOf?.key ?? ''].map((each) => bucket.get(each))
    expect([text === undefined, original === undefined, isCopy(copyOf?.key ?? '')]).toEqual([false, false, false])
    expect(state).toBe(text === original ? 'published' : 'draft')
    expect(await lambdas.readReceipt(key)).toMatchObject({ state, problems: [{ rule: 'same-text' }] })
  }
  for (const record of records.filter(({ copyOf }) => copyOf === undefined)) {
    const text = bucket.get(record.key)
    const slug = record.article?.slug ?? ''
    expect(record.state).toBe(text === undefined ? 'withdrawn' : 'published')
    expect(await lambdas.readReceipt(record.key)).toMatchObject({ state: record.state })
    if (text !== undefined) {
      expect(record.article?.title).toBe(text.split('\n', 1)[0]?.slice(2))
      expect(pages[`articles/${slug}/index.html`]).toContain(`<p>${text.split('\n').at(-1)}</p>`)
    }
  }
  expectOldestFirst(records, run)
}

/** Expects that slugs are unique, and that the oldest of the articles that prefer the same slug has it. */
function expectOldestFirst(records: readonly UploadRecord[], run: number): void {
  const articles = records.filter(({ article }) => article !== undefined)
  const slugs = articles.map(({ article }) => article?.slug ?? '')
  expect(new Set(slugs).size).toBe(slugs.length)
  for (const title of [0, 1]) {
    const preferred = articleSlug({ title: `Run ${run} title ${title}`, slug: undefined }, '')
    const rivals = articles.filter(({ article }) => article?.slug.startsWith(preferred))
    const oldest = rivals.sort((a, b) => `${a.since} ${a.key}`.localeCompare(`${b.since} ${b.key}`))[0]
    if (oldest) expect(oldest.article?.slug).toBe(preferred)
  }
}
