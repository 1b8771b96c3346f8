import { expect, test } from 'vitest'
import type { ControlMessage } from '../../../core/messages.ts'
import { applyToShard } from '../../../lambdas/control-issue/apply-to-shard.ts'

const message: ControlMessage = { digest: 'daily', number: 7, order: 'resume', from: { shard: 'a', step: 2 } }

/** Applies a command to five portions, each of which takes 40 seconds of two minutes. Returns what was queued. */
async function apply(after: number) {
  const sent: string[] = []
  const control: ControlMessage[] = []
  let remaining = 120_000
  const numbers = [1, 2, 3, 4, 5].filter((number) => number > after)
  const services = {
    site: { publication: { onUnknown: 'leave' } },
    issues: { listPlanned: async () => new Map([['a', { recipients: 5, portions: 5 }]]) },
    progress: {
      listPage: async () => ({
        portions: numbers.map((portion) => ({ portion, sizes: [1], counts: {}, finished: false, version: 1 })),
      }),
      getPortion: async () => ({ batches: [{ recipients: [] }] }),
    },
    send: {
      addAll: async (messages: readonly { readonly batch: string }[]) => {
        sent.push(...messages.map(({ batch }) => batch))
        remaining -= 40_000
      },
    },
    control: { add: async (next: ControlMessage) => void control.push(next) },
  }
  const from = { shard: 'a', step: 2, after }
  await applyToShard(message, from, services as never, { now: new Date(0), remaining: () => remaining })
  return { sent, control }
}

test('a command that cannot be applied to all portions in time continues with the next one', async () => {
  const first = await apply(0)
  expect(first.sent).toEqual(['a-1-0', 'a-2-0', 'a-3-0'])
  expect(first.control).toEqual([{ ...message, from: { shard: 'a', step: 2, after: 3 } }])
  const second = await apply(3)
  expect(second.sent).toEqual(['a-4-0', 'a-5-0'])
  expect(second.control).toEqual([{ ...message, from: { shard: 'c', step: 2 } }])
})
