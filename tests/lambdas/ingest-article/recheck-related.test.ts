import { afterEach, beforeEach, expect, test } from 'vitest'
import { mostCheckRounds } from '../../../core/articles/limits.ts'
import { type ArticleLambdas, openArticleLambdas } from '../../support/article-lambdas.ts'

let lambdas: ArticleLambdas

beforeEach(async () => {
  lambdas = await openArticleLambdas()
})
afterEach(() => lambdas.close())

test('checks that articles request of each other end, and a message that exceeds the limit fails', async () => {
  const process = lambdas.startProcess()
  await lambdas.upload('articles/letter.md', '# The letter\n\nIt answers [the parcel](parcel.md).')
  await lambdas.settle(process)
  await lambdas.upload('articles/parcel.md', '# The parcel\n\nIt came by coach.')
  lambdas.takeEvents()
  const check = (round?: number) => process.ingest(JSON.stringify({ kind: 'check', key: 'articles/parcel.md', round }))

  await expect(check(mostCheckRounds)).rejects.toThrow('articles/letter.md requested 20 checks of each other in a row')
  expect(process.services.ingest.messages).toEqual([])
  expect((await lambdas.readRecord('articles/parcel.md'))?.state).toBe('published')

  await check()
  expect(process.services.ingest.messages).toEqual([{ kind: 'check', key: 'articles/letter.md', round: 1 }])
})
