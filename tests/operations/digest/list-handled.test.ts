import { expect, test } from 'vitest'
import { listHolds } from '../../../cli/digest/holds.ts'
import type { UploadRecord } from '../../../core/articles/article.ts'
import type { PendingMark } from '../../../core/issues/issue-contents.ts'
import { listHandled } from '../../../operations/digest/list-handled.ts'
import type { Stack } from '../../../operations/stack.ts'
import { site } from '../../core/reading/sample.ts'

const mark = (articleId: string, handling?: PendingMark['handling']) => ({ order: articleId, articleId, handling })

/** A stack of whose stores only the pending marks and the records of two articles are read. */
const stack = {
  site,
  articles: {
    find: async (id: string) =>
      id === 'lost' ? undefined : ({ key: `articles/${id}.md`, article: { title: `The ${id} one` } } as UploadRecord),
  },
  issues: {
    listPending: async (digest: string) =>
      digest === 'daily' ? [mark('left', 'held'), mark('usual'), mark('first', 'pinned'), mark('lost', 'held')] : [],
    listAlone: async (digest: string) =>
      digest === 'daily' ? [{ ...mark('own', 'held'), digest, issue: undefined }] : [],
  },
} as unknown as Stack

test('articles that are left out or come first are listed with their keys and titles', async () => {
  expect(await listHandled('daily', stack)).toEqual([
    { digest: 'daily', key: 'articles/left.md', title: 'The left one', handling: 'held', alone: false },
    { digest: 'daily', key: 'articles/first.md', title: 'The first one', handling: 'pinned', alone: false },
    { digest: 'daily', key: '', title: 'lost', handling: 'held', alone: false },
    { digest: 'daily', key: 'articles/own.md', title: 'The own one', handling: 'held', alone: true },
  ])
})

test('`digest holds` lists those of one digest or of all', async () => {
  const answers: (readonly string[])[] = []
  const report = { answer: (_: unknown, lines: readonly string[]) => void answers.push(lines) }
  await listHolds(undefined, stack, report)
  expect(answers[0]).toEqual([
    'daily  left out                            articles/left.md   The left one',
    'daily  comes first                         articles/first.md  The first one',
    'daily  left out                                               lost',
    'daily  left out, so not mailed on its own  articles/own.md    The own one',
  ])
  const [, other] = Object.keys(site.publication.digests)
  if (other !== undefined) {
    await listHolds(other, stack, report)
    expect(answers[1]).toEqual(['No article is left out or pinned.'])
  }
  await expect(listHolds('dayly', stack, report)).rejects.toThrow('Did you mean daily?')
})
