import { expect, test } from 'vitest'
import { failureList, queueTable } from '../../../console/health/work-lists.ts'

test('failed messages say what users lose, with a link that retries them', async () => {
  const failure = { source: 'send', error: 'Error: <no>', retry: { kind: 'send', body: '{}' } } as const
  const page = String(await failureList([failure, { ...failure, source: 'ingest' }]))
  expect(page).toContain('Some recipients have not received an issue yet.')
  expect(page).toContain('<bdi>Error: &lt;no&gt;</bdi>')
  expect(page).toContain('href="/health/failures/redrive?source=send"')
  expect(page).toContain('Retry all…')
  expect(String(await failureList([]))).toContain('No messages have failed.')
})

test('queues show their messages and the age of the oldest', async () => {
  const page = String(await queueTable({ ingest: 1200, send: 0 }, { ingest: 7300 }))
  expect(page).toContain('<td>1,200</td><td>2 hours</td>')
  expect(page).toContain('<td>0</td><td>–</td>')
})
