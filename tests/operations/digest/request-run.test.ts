import { expect, test } from 'vitest'
import { newDigest } from '../../../core/schedules/digest-record.ts'
import { requestRun } from '../../../operations/digest/request-run.ts'
import type { Stack } from '../../../operations/stack.ts'
import { publication } from '../../console/memory-stack.ts'

function stackOf(record = newDigest) {
  const requests: unknown[] = []
  const stack = {
    site: { publication, url: '' },
    issues: { getDigest: async () => record },
    compose: { add: async (message: unknown) => void requests.push(message) },
  } as unknown as Stack // only these are used
  return { stack, requests }
}

test('a run is requested for the issue that the plan showed', async () => {
  const { stack, requests } = stackOf()
  await requestRun({ digest: 'daily', requestId: 'x', number: 1 }, stack)
  expect(requests).toEqual([{ digest: 'daily', requestId: 'x' }])
})

test('nothing is requested if another issue has been composed since', async () => {
  const { stack, requests } = stackOf({ ...newDigest, lastNumber: 1 })
  await expect(requestRun({ digest: 'daily', requestId: 'x', number: 1 }, stack)).rejects.toThrow('in the meantime')
  expect(requests).toEqual([])
})

test('a repeated request changes nothing', async () => {
  const run = { at: '2026-03-02T00:00:00.000Z', outcome: 'composed', number: 1, requestId: 'x' } as const
  const { stack, requests } = stackOf({ ...newDigest, lastNumber: 1, runs: [run] })
  await requestRun({ digest: 'daily', requestId: 'x', number: 1 }, stack)
  expect(requests).toEqual([])
})
