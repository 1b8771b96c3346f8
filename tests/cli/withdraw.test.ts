import { expect, test } from 'vitest'
import type { Ask } from '../../cli/ask.ts'
import { withdraw } from '../../cli/withdraw.ts'
import { openArticleLambdas } from '../support/article-lambdas.ts'

/** A stack with two articles, on which every change is ingested at once. */
async function openDesk(ask?: Ask) {
  const lambdas = await openArticleLambdas()
  await lambdas.upload('articles/2026/letter.md', '# A letter from Bath\n\nNothing happened.\n')
  await lambdas.upload('articles/2026/map.md', '# A map of York\n\nIt is small.\n')
  await lambdas.settle()
  const lines: string[] = []
  const answers: unknown[] = []
  const { site, articles } = lambdas
  const remove = async (key: string) => {
    await lambdas.uploads.remove(key)
    await lambdas.settle()
  }
  const stack = {
    ...{ site, articles },
    uploads: { ...lambdas.uploads, remove },
    corrections: { listTaken: async () => [{ issueId: 'daily-3', correction: undefined }] },
  } as unknown as Parameters<typeof withdraw>[2]['stack'] // withdraw uses only these
  const answer = (value: unknown, printed: readonly string[]) => {
    answers.push(value)
    lines.push(...printed)
  }
  const run = (names: string[], options = {}) => withdraw(names, options, { stack, report: { answer }, ask })
  return { lambdas, lines, answers, run, page: `${site.url}/articles/a-letter-from-bath/` }
}

test('an upload is withdrawn by its key, and its receipt says so', async () => {
  const desk = await openDesk()
  await desk.run(['articles/2026/letter.md'], { yes: true })
  expect(desk.answers).toEqual([[expect.objectContaining({ state: 'withdrawn', issues: ['daily-3'] })]])
  expect(desk.lines).toEqual([
    '“A letter from Bath” (articles/2026/letter.md) was withdrawn.',
    `  Readers see “not found” at ${desk.page}; feeds and future digests no longer contain it.`,
    '  It was mailed in daily-3: mails cannot be taken back.',
  ])
  expect(await desk.lambdas.uploads.look('articles/2026/letter.md')).toBeUndefined()
  expect(await desk.lambdas.uploads.look('articles/2026/map.md')).toBeDefined()
})

test('the address of a page and the path of a file name the same upload', async () => {
  const desk = await openDesk()
  await desk.run([desk.page, './site/articles/2026/letter.md'], { dryRun: true })
  expect(desk.answers).toEqual([[expect.objectContaining({ key: 'articles/2026/letter.md', url: desk.page })]])
  expect(desk.lines.at(-1)).toBe('Nothing was changed.')
  expect(await desk.lambdas.uploads.look('articles/2026/letter.md')).toBeDefined()
})

test('an unknown upload is refused with the most similar one, and nothing is deleted', async () => {
  const desk = await openDesk()
  const names = ['articles/2026/map.md', 'articles/2026/leter.md']
  await expect(desk.run(names, { yes: true })).rejects.toThrow('Did you mean articles/2026/letter.md?')
  await expect(desk.run(['2025/letter.md'], { yes: true })).rejects.toThrow('Did you mean articles/2026/letter.md?')
  await expect(desk.run(['https://elsewhere.example/about/'])).rejects.toThrow('not the address of an article')
  expect(await desk.lambdas.uploads.look('articles/2026/map.md')).toBeDefined()
})

test('a script needs --yes, and a person can say no', async () => {
  const script = await openDesk()
  await expect(script.run(['articles/2026/letter.md'])).rejects.toThrow('a script needs --yes')
  const questions: string[] = []
  const person = await openDesk(async (question) => questions.push(question) === 0)
  await expect(person.run(['articles/2026/letter.md'])).rejects.toThrow('Nothing was withdrawn.')
  expect(questions).toEqual([expect.stringContaining('Withdraw 1 upload? [y/N]')])
  expect(await person.lambdas.uploads.look('articles/2026/letter.md')).toBeDefined()
})
