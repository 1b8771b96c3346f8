import { expect, test } from 'vitest'
import type { Article, UploadRecord } from '../../../core/articles/article.ts'
import type { IngestMessage } from '../../../core/messages.ts'
import { claimSlug } from '../../../lambdas/ingest-article/write-plan.ts'
import { site } from '../../core/reading/sample.ts'

const article = { slug: 'night-mail', topics: [], authors: [], date: '2026-03-01' }
const record = (key: string, since: string) =>
  ({ id: key, key, since, article, touched: [], revision: 1 }) as unknown as UploadRecord // what a claim reads
const older = record('articles/a.md', '2026-03-01T00:00:00.000Z')
const newer = record('articles/b.md', '2026-03-02T00:00:00.000Z')

function services(owner: UploadRecord | undefined) {
  const checks: IngestMessage[] = []
  const articles = { getOwner: async () => owner, save: async () => 'saved' as const }
  return { checks, articles, site, ingest: { add: async (message: IngestMessage) => void checks.push(message) } }
}

test('an older article takes its slug from a newer one, whose upload is checked again', async () => {
  const taking = services(newer)
  expect(await claimSlug(older, taking)).toBe(true)
  expect(taking.checks).toEqual([{ kind: 'check', key: newer.key }])
})

test('a newer article does not', async () => {
  const losing = services(older)
  expect(await claimSlug(newer, losing)).toBe(false)
  expect(losing.checks).toEqual([])
})

// Two messages about the older upload may run at the same time: one has freed the slug when the other looks for its owner.
test.each<[string, UploadRecord | undefined]>([
  ['nobody has', undefined],
  ['its former owner has just given up', { ...newer, article: { ...newer.article, slug: 'night-mail-b' } as Article }],
  ['another message has just taken for the same upload', older],
])('a slug that %s is free', async (_what, owner) => {
  const claiming = services(owner)
  expect(await claimSlug(older, claiming)).toBe(true)
  expect(claiming.checks).toEqual([])
})
