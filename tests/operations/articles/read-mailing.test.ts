import { beforeAll, expect, test } from 'vitest'
import { correctionStore } from '../../../aws/issues/correction-store.ts'
import { readMailing } from '../../../operations/articles/read-mailing.ts'
import { handleArticle } from '../../../operations/digest/handle-article.ts'
import { openArticleLambdas } from '../../support/article-lambdas.ts'

const open = async () => {
  const lambdas = await openArticleLambdas()
  return { lambdas, stack: { ...lambdas, corrections: correctionStore(lambdas.dynamo, 'issues') } }
}
let desk: Awaited<ReturnType<typeof open>>
beforeAll(async () => {
  desk = await open()
  const { upload, settle } = desk.lambdas
  await upload('articles/letter.md', '# A letter from Bath\n\nThe coach was late.')
  await upload('articles/alone.md', '---\nmail: alone\n---\n# A letter from York\n\nThe river rose.')
  await upload('articles/draft.md', '---\ndraft: true\n---\n# A letter from Ayr\n\nNothing yet.')
  await settle()
})

test('an article waits for the digests that have not taken it, and a person can hold or pin it', async () => {
  const { lambdas, stack } = desk
  const digests = Object.keys(stack.site.publication.digests)
  const expected = (handling: string | undefined) => digests.map((digest) => ({ digest, handling, isAlone: false }))
  expect((await readMailing('articles/letter.md', stack))?.waiting).toEqual(expected(undefined))
  for (const handling of ['held', 'pinned', undefined] as const) {
    for (const digest of digests) await handleArticle(digest, 'articles/letter.md', handling, lambdas)
    expect((await readMailing('articles/letter.md', stack))?.waiting).toEqual(expected(handling))
  }
})

test('the issues that took an article are listed, the newest first', async () => {
  const { stack } = desk
  const found = await readMailing('articles/letter.md', stack)
  const id = found?.record.article?.id ?? ''
  await stack.corrections.putTaken(id, 'daily', 12)
  await stack.corrections.putTaken(id, 'press-week', 3)
  expect((await readMailing('articles/letter.md', stack))?.issues).toEqual([
    { digest: 'daily', number: 12 },
    { digest: 'press-week', number: 3 },
  ])
})

test('an article on its own can be held, a draft waits for nothing, and an upload without a record is unknown', async () => {
  const { lambdas, stack } = desk
  await handleArticle('daily', 'articles/alone.md', 'held', lambdas)
  expect((await readMailing('articles/alone.md', stack))?.waiting).toContainEqual({
    digest: 'daily',
    handling: 'held',
    isAlone: true,
  })
  expect((await readMailing('articles/draft.md', stack))?.waiting).toEqual([])
  expect(await readMailing('articles/none.md', stack)).toBeUndefined()
})
