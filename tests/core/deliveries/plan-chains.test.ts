import { expect, test } from 'vitest'
import { continueChain, continueCommand, startChains, startCommand } from '../../../core/deliveries/plan-chains.ts'
import type { ControlMessage, PlanMessage } from '../../../core/messages.ts'
import { shards } from '../../../core/subscribers/subscriber.ts'

const issue = { digest: 'daily', number: 12 } as const

/** Returns the shards that a chain plans, in order. */
function shardsOf(first: PlanMessage): string[] {
  const next = continueChain(first)
  return [first.shard, ...(next ? shardsOf(next) : [])]
}

test.each([10, 24, 75, 100])('with a concurrency of %i, the chains plan every shard once', (concurrency) => {
  const planned = startChains(issue, { concurrency }).flatMap(shardsOf)
  expect(planned.toSorted()).toEqual(shards)
})

test('with a concurrency of 10, two chains take turns', () => {
  const chains = startChains(issue, { concurrency: 10 })
  expect(chains.map(shardsOf).map((chain) => chain.join(''))).toEqual(['02468ace', '13579bdf'])
})

test('a message of its own starts a shard from its beginning, and continues no chain', () => {
  const message = { ...issue, shard: 'a', step: 2, portion: 7, cursor: 'x', chosen: 3_000, filled: 6 }
  expect(continueChain(message)).toEqual({ ...issue, shard: 'c', step: 2 })
  expect(continueChain({ ...issue, shard: 'a' })).toBeUndefined()
})

test('a command follows the same chains, with as many shards at the same time', () => {
  const command = { ...issue, order: 'resume' } as const
  const follow = (message: ControlMessage): (string | undefined)[] => {
    const next = continueCommand(message)
    return [message.from?.shard, ...(next ? follow(next) : [])]
  }
  const first = startCommand(command, { concurrency: 10 })
  expect(first).toHaveLength(2)
  expect(first.flatMap(follow).toSorted()).toEqual(shards)
  expect(continueCommand({ ...command, from: { shard: '0', step: 2, after: 7 } })).toEqual({
    ...command,
    from: { shard: '2', step: 2 },
  })
})
