import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { articleId } from '../../../core/articles/identity.ts'
import type { Stage } from '../stage.ts'

const archivePage = path.resolve(import.meta.dirname, '../../golden/articles/000_59a2e2ba5e40b1e1.txt')
const png = Buffer.from('\x89PNG\r\n\x1a\n pixels', 'latin1')
const text = (title: string, front = '', body = 'It left at eight.') =>
  `---\ntitle: ${title}\ntopics: [maps, railways]\nauthor: Ada\n${front}---\n${body}\n`

/** An editor publishes in every format, links, corrects, moves, withdraws, schedules, and imports an archive. */
export async function tellArticles(stage: Stage): Promise<void> {
  const { idle, stack, upload } = stage
  const withImage = (body: string) => text('Night mail', '', `![The line](line.png) ${body}`)
  await upload({
    'articles/archive.txt': await readFile(archivePage),
    'articles/page.html':
      '<html><head><title>A page</title><meta name="keywords" content="pages"></head><body><h1>A page</h1><p>It is long.</p></body></html>',
    'articles/night.md': withImage('It left at eight.'),
    'articles/draft.md': text('A draft', 'draft: true\n'),
    'articles/none.xyz': 'text',
    [longKey]: text('A long key'),
    'backfill/old.md': text('An old one', 'date: 2001-02-03\n'),
  })
  await upload({ 'articles/line.png': png })
  await upload({ 'articles/linked.md': text('A linked one', '', '## A part\n\nIt is short.') })
  await upload({ 'articles/linking.md': text('A linking one', '', 'See [a part](linked.md#a-part).') })
  await upload({ 'articles/night.md': withImage('It left at nine.') })
  await upload({ 'articles/moved/night.md': withImage('It left at nine.') })
  for (const key of ['articles/night.md', 'articles/line.png', 'articles/page.html']) {
    await stack.uploads.remove(key)
    await idle()
  }
  await upload({
    'articles/page.html': '<html><head><title>A page</title></head><body><p>It is back.</p></body></html>',
  })
  await closeDocuments(stage)
  await schedule(stage)
  await contestSlug(stage)
}

/** A receipt's path does not contain a key that is as long as this. */
const longKey = `articles/${'long'.repeat(252)}.md`

/** Publishes more articles than a feed has, so that documents of the past are closed; then changes what they contain. */
async function closeDocuments({ upload, stack, idle }: Stage): Promise<void> {
  for (let n = 1; n <= 6; n += 1) await upload({ [`articles/series/${n}.md`]: text(`Part ${n}`) })
  await upload({ 'articles/series/1.md': text('Part 1', '', 'It left late.') })
  await stack.uploads.remove('articles/series/2.md')
  await idle()
}

async function schedule({ local, upload, fire }: Stage): Promise<void> {
  const due = new Date(local.clock.now().getTime() + 3_600_000).toISOString()
  await upload({ 'articles/due.md': text('Tomorrow', `date: ${due}\n`) })
  local.clock.move(3_700_000)
  await fire('PublishDue')
}

/** The older upload is read later, because its Lambda fails at first, and takes the slug from the newer article. */
async function contestSlug({ local, stack, settle }: Stage): Promise<void> {
  const old = 'articles/contest/old.md'
  const rule = local.faults.add({ operation: 'GetObject', key: old, times: 9, fault: 'fail' })
  await stack.uploads.put(old, Buffer.from(text('Contested', '', 'It is old.')), 'text/markdown')
  local.clock.move(1_000)
  await stack.uploads.put('articles/contest/new.md', Buffer.from(text('Contested', '', 'It is new.')), 'text/markdown')
  await settle()
  rule.remove()
  await settle()
  const { article } = (await stack.articles.get(articleId(old))) ?? {}
  if (article?.slug !== 'contested') throw new Error(`The older article has the slug ${article?.slug}`)
}
