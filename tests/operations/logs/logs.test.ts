import { afterAll, beforeAll, expect, test } from 'vitest'
import { exitCodes } from '../../../operations/command-failure.ts'
import { findLogs } from '../../../operations/logs/find-logs.ts'
import { followLogs } from '../../../operations/logs/follow-logs.ts'
import { readLogs } from '../../../operations/logs/read-logs.ts'
import { startTestStack, type TestStack } from '../../support/test-stack.ts'

let tests: TestStack

beforeAll(async () => {
  tests = await startTestStack()
  await tests.local.idle()
})
afterAll(() => tests.close())

const everything = { since: new Date(0), level: 'debug', search: '', limit: 1_000 } as const

/** Makes an invocation of a Lambda fail. */
async function fail(): Promise<void> {
  await expect(tests.local.invoke(tests.lambda('IngestArticle'), {})).rejects.toThrow()
}

test('every Lambda has a log, and a misspelt name is corrected', async () => {
  const logs = await findLogs(tests.stack, undefined)
  expect(logs).toHaveLength(tests.local.plan.functions.length)
  expect(new Set(logs.map(({ group }) => group)).size).toBe(logs.length)
  expect(await findLogs(tests.stack, 'ingest-article')).toHaveLength(1)
  await expect(findLogs(tests.stack, 'ingst-article')).rejects.toMatchObject({
    exitCode: exitCodes.misused,
    message: 'The stack has no Lambda ingst-article. Did you mean ingest-article?',
  })
  await expect(findLogs(tests.stack, 'nothing')).rejects.toThrow('Its Lambdas are announce-changes, check-stack')
})

test('lines of several Lambdas are merged by time, and selected by level, text and number', async () => {
  await fail()
  const logs = await findLogs(tests.stack, undefined)
  const read = (change = {}) => readLogs(tests.stack, logs, { ...everything, ...change })
  await expect.poll(() => read({ level: 'error' })).toHaveLength(1)
  const all = await read()
  expect(new Set(all.map(({ lambda }) => lambda))).toContain('complete-deployment')
  expect(all.map(({ time }) => time)).toEqual(all.map(({ time }) => time).toSorted())
  const [failure] = await read({ level: 'error' })
  expect(failure).toMatchObject({ lambda: 'ingest-article', level: 'error', requestId: expect.any(String) })
  expect(failure?.message).toMatch(/^UnexpectedBatchTypeError: /)
  expect(await read({ search: 'deployment finished' })).toMatchObject([{ level: 'info' }])
  expect(await read({ limit: 1 })).toEqual([failure])
  expect(await read({ since: new Date(Date.now() + 60_000) })).toEqual([])
})

test('new lines are followed, each once, until the signal', async () => {
  const logs = await findLogs(tests.stack, 'ingest-article')
  const controller = new AbortController()
  const options = { ...everything, since: new Date(), signal: controller.signal, pause: 5 }
  const seen: string[] = []
  await fail()
  for await (const records of followLogs(tests.stack, logs, options)) {
    seen.push(...records.map(({ message }) => message))
    if (seen.length === 1) await fail()
    else controller.abort()
  }
  expect(seen).toHaveLength(2)
  expect(seen[0]).toMatch(/^UnexpectedBatchTypeError: /)
})
