import { expect, test } from 'vitest'
import type { UploadRecord } from '../../../core/articles/article.ts'
import { listReferences, previewArticle } from '../../../operations/uploads/preview-article.ts'
import { png } from '../../core/articles/png.ts'
import { site } from '../../core/reading/sample.ts'

const now = new Date('2026-11-30T12:00:00.000Z')
const given = (text: string, key = 'articles/uk/letter.md') => ({ key, bytes: Buffer.from(text) })
const preview = (text: string, key?: string) => previewArticle(given(text, key), {}, site, now)

const letter = `---
title: A letter from Bath
topics: [Letters]
date: 2026-11-20
---
The coach left at eight. ![A map](map.png) Read [the other one](other.md#there).
`

test('an article is shown as its page, its mails, its text and its feed entry', async () => {
  const { receipt, views } = await preview('# A letter from Bath\n\nThe coach left at eight.\n')
  expect(receipt).toMatchObject({ key: 'articles/uk/letter.md', state: 'published', at: now.toISOString() })
  expect(views?.url).toBe(`${site.url}/articles/a-letter-from-bath/`)
  expect(views?.page).toContain('<h1>A letter from Bath</h1>')
  expect(views?.text).toBe('The coach left at eight.')
  expect(views?.feed).toMatchObject({ title: 'A letter from Bath', content: '\n<p>The coach left at eight.</p>\n' })
  expect(views?.mails.map(({ digest, alone }) => [digest, alone])).toEqual(
    Object.keys(site.publication.digests).map((digest) => [digest, false]),
  )
  expect(views?.mails[0]).toMatchObject({ subject: 'A letter from Bath', warnings: [] })
  expect(views?.mails[0]?.html).toContain('The coach left at eight.')
  expect(views?.mails[0]?.text).toContain('reader@example.org')
})

test('a file that is missing is a problem, and one that exists has its size', async () => {
  const references = listReferences(given(letter), site, now)
  expect(references.files.map(({ key }) => key)).toEqual(['articles/uk/map.png'])
  expect(references.links.flatMap(({ keys }) => keys)).toContain('articles/uk/other.md')
  const missing = await previewArticle(given(letter), {}, site, now)
  expect(missing.receipt.problems.map(({ rule }) => rule)).toEqual(['missing-article', 'missing-file'])
  const opening = png(640, 480)
  const files = new Map([['articles/uk/map.png', { opening, size: 5000, etag: '"1"' }]])
  const page = '<h2 id="there">There</h2>'
  const targets = new Map([['articles/uk/other.md', { slug: 'other-one', title: 'Other', contentKey: 'x', page }]])
  const complete = await previewArticle(given(letter), { files, targets }, site, now)
  expect(complete.receipt.problems).toEqual([])
  expect(complete.views?.page).toMatch(/map\.png"[^>]*width="640" height="480"/)
  expect(complete.views?.page).toContain(`href="${site.url}/articles/other-one/#there"`)
})

test('a draft and a scheduled article are shown as readers will see them', async () => {
  const draft = await preview('---\ndraft: true\n---\n# Not yet\n\nText.\n')
  expect(draft.receipt.state).toBe('draft')
  expect(draft.views?.article.liveAt).toBe(now.toISOString())
  expect(draft.views?.mails[0]?.html).toContain('Not yet')
  const scheduled = await preview('---\ndate: 2026-12-24\n---\n# Later\n\nText.\n')
  expect(scheduled.receipt.state).toBe('scheduled')
  expect(scheduled.views?.article.liveAt).toBe(scheduled.receipt.due)
  const held = await preview('# In a folder of drafts\n\nText.\n', 'articles/drafts/a.md')
  expect(held.receipt.state).toBe('draft')
  expect(held.views?.page).toContain('In a folder of drafts')
})

test('a rejected upload has a receipt and nothing to show', async () => {
  const { receipt, views } = await preview('')
  expect(receipt.state).toBe('rejected')
  expect(views).toBeUndefined()
  const large = await previewArticle({ key: 'articles/a.md', bytes: Buffer.alloc(5_000_000, 'a') }, {}, site, now)
  expect(large.receipt.problems.map(({ rule }) => rule)).toEqual(['too-large'])
})

test('mails are those that the article gets: on its own, for its digests, or none', async () => {
  const [digest = ''] = Object.keys(site.publication.digests)
  const alone = await preview(`---\nmail: alone\ndigests: ${digest}\n---\n# Special\n\nWhole *text*.\n`)
  expect(alone.views?.mails).toMatchObject([{ digest, alone: true, subject: 'Special' }])
  expect(alone.views?.mails[0]?.html).toContain('<em>text</em>')
  expect((await preview('---\nmail: none\n---\n# Quiet\n\nText.\n')).views?.mails).toEqual([])
  expect((await preview('# Old\n\n9 May 2013\n\nText.\n', 'backfill/2013-05-09-old.md')).views?.mails).toEqual([])
})

test('a correction keeps the address of the article', async () => {
  const first = await preview('# First title\n\nText.\n')
  const { article } = first.views ?? {}
  if (!article) throw new Error('The first version has no article.')
  const previous: UploadRecord = {
    ...{ id: article.id, key: article.key, sequencer: '5', problems: [], at: now.toISOString() },
    ...{ article, state: 'published', articleState: 'published', touched: [], revision: 1 },
  }
  const second = await previewArticle({ ...given('# Second title\n\nText.\n'), previous }, {}, site, now)
  expect(second.receipt).toMatchObject({ state: 'published', corrects: { title: 'First title' } })
  expect(second.views?.url).toBe(first.views?.url)
})
