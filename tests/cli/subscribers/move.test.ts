import { expect, test } from 'vitest'
import { moveSubscribers } from '../../../cli/subscribers/move.ts'
import type { IssueState } from '../../../core/issues/issue.ts'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import { sampleSubscriber } from '../../core/subscribers/sample-subscriber.ts'
import { memoryServices } from '../../lambdas/manage-subscription/memory-services.ts'
import { stackOf } from './memory-stack.ts'

const reader = (n: number, changes: Partial<Subscriber> = {}) =>
  sampleSubscriber({ id: `a${n}`, address: `reader-${n}@example.org`, digest: 'the-week', ...changes })

function open(...readers: readonly Subscriber[]) {
  const memory = memoryServices(...readers)
  const newest: { state?: IssueState } = {}
  const issues = {
    listDigests: async () => ['daily', 'the-week', 'weekly'],
    list: async (digest: string) => (newest.state ? [{ digest, number: 7, state: newest.state }] : []),
  }
  const stack = { ...stackOf(memory), issues } as unknown as Parameters<typeof moveSubscribers>[3] // all that it uses
  const answers: { value: unknown; text: string }[] = []
  const move = async (from: string, to: string, options = {}) => {
    await moveSubscribers(from, to, options, stack, {
      answer: (value, lines) => void answers.push({ value, text: lines.join('\n') }),
    })
    return answers.at(-1)
  }
  const digests = () => [...memory.subscribers.values()].map(({ digest }) => digest)
  return { memory, move, digests, newest }
}

test('all subscribers of a removed digest are moved, once, without a mail', async () => {
  const others = [reader(3, { state: 'unsubscribed' }), reader(4, { digest: 'weekly' })]
  const { memory, move, digests } = open(reader(1), reader(2, { state: 'pending' }), ...others)
  expect(await move('the-week', 'daily')).toMatchObject({
    value: { from: 'the-week', to: 'daily', dryRun: false, moved: 3, confirmed: 1, pending: 1, unsubscribed: 1 },
    text: 'Moved 3 subscribers from the-week to daily: 1 confirmed, 1 pending, 1 unsubscribed. No mail was sent.',
  })
  expect(digests()).toEqual(['daily', 'daily', 'daily', 'weekly'])
  expect(memory.messages).toEqual([])
  const moved = memory.subscribers.get('a1')
  expect(moved?.digestChangedAt).toMatch(/^\d{4}-/)
  expect(await move('the-week', 'daily')).toMatchObject({ value: { moved: 0 } })
  expect(memory.subscribers.get('a1')).toBe(moved)
})

test('a dry run changes nothing', async () => {
  const { move, digests } = open(reader(1))
  expect(await move('the-week', 'daily', { dryRun: true })).toMatchObject({ value: { moved: 1, dryRun: true } })
  expect(digests()).toEqual(['the-week'])
})

test('one subscriber is moved by address', async () => {
  const { move, digests } = open(reader(1), reader(2))
  expect(await move('reader-2@example.org', 'weekly')).toMatchObject({ value: { moved: 1 } })
  expect(digests()).toEqual(['the-week', 'weekly'])
})

test('a subscriber who chooses another digest in the meantime is not moved', async () => {
  const { memory, move, digests } = open(reader(1))
  memory.race.first = () => void memory.subscribers.set('a1', reader(1, { digest: 'weekly', revision: 9 }))
  expect(await move('the-week', 'daily')).toMatchObject({ value: { moved: 0 } })
  expect(digests()).toEqual(['weekly'])
})

test.each([
  ['the-week', 'hourly', 'There is no digest named hourly.'],
  ['the-weak', 'daily', 'Did you mean the-week?'],
  ['daily', 'daily', 'two different digests'],
])('moving from %s to %s is refused', async (from, to, message) => {
  await expect(open(reader(1)).move(from, to)).rejects.toThrow(message)
})

test('nobody is moved while the recipients of an issue are being chosen', async () => {
  const { move, digests, newest } = open(reader(1))
  newest.state = 'planning'
  await expect(move('the-week', 'daily')).rejects.toThrow('the recipients of the-week 7 are still being chosen')
  expect(digests()).toEqual(['the-week'])
  newest.state = 'submitted'
  expect(await move('the-week', 'daily')).toMatchObject({ value: { moved: 1 } })
})
