import { beforeEach, expect, test } from 'vitest'
import { addSubscriber } from '../../../cli/subscribers/add.ts'
import { showSubscriber } from '../../../cli/subscribers/show.ts'
import { memoryServices } from '../../lambdas/manage-subscription/memory-services.ts'
import { hash, suppression } from '../../lambdas/manage-subscription/visitor.ts'
import { type Memory, stackOf } from './memory-stack.ts'

const answers: { readonly value: unknown; readonly lines: readonly string[] }[] = []
const report = { answer: (value: unknown, lines: readonly string[]) => void answers.push({ value, lines }) }
beforeEach(() => void answers.splice(0))

const add = (memory: Memory, options: Parameters<typeof addSubscriber>[1] = {}, address = 'ada@example.org') =>
  addSubscriber(address, options, stackOf(memory), report)

test('a subscriber without consent is asked to confirm each time they are added', async () => {
  const memory = memoryServices()
  await add(memory)
  await add(memory)
  expect(memory.messages).toHaveLength(2)
  expect(answers[0]?.lines).toEqual(['ada@example.org is pending. They get a mail that asks them to confirm.'])
})

test('a subscriber with consent is confirmed, with their choices', async () => {
  const memory = memoryServices()
  await add(memory, { confirmed: true, digest: 'weekly' })
  await showSubscriber('ADA@example.org', stackOf(memory), report)
  expect(answers.at(-1)?.value).toMatchObject({ state: 'confirmed', digest: 'weekly', suppressed: false })
  expect(answers.at(-1)?.lines).toEqual(expect.arrayContaining(['state: confirmed', 'topics: all', 'consent:']))
})

test.each([
  ['text that is not an address', {}, 'ada at home', 'not an e-mail address'],
  ['a time zone that does not exist', { timeZone: 'Europe/Berlim' }, 'ada@example.org', 'Did you mean Europe/Berlin?'],
  ['a language without texts', { language: 'xx' }, 'ada@example.org', 'There is no language "xx".'],
  ['a topic that nothing has', { topics: 'nonsense' }, 'ada@example.org', 'There is no topic "nonsense".'],
  ['a digest that does not exist', { digest: 'hourly' }, 'ada@example.org', 'no digest named hourly'],
])('%s is refused', async (_what, options, address, message) => {
  await expect(add(memoryServices(), options, address)).rejects.toThrow(message)
})

test('a suppressed address is not added, not even with --force', async () => {
  const memory = memoryServices()
  memory.suppressions.set(hash, suppression)
  const refusal =
    'ada@example.org was not added: suppressed: marked as spam on 2026-11-05. A complaint is never lifted.'
  for (const force of [false, true]) await expect(add(memory, { force })).rejects.toThrow(refusal)
})

test('people who left are added with --force only, and have to confirm', async () => {
  const memory = memoryServices()
  memory.departures.set(hash, { reason: 'unsubscribed', by: 'operator', at: '2026-11-05T00:00:00.000Z' })
  await expect(add(memory, { confirmed: true })).rejects.toThrow(
    'was not added: unsubscribed by the operator on 2026-11-05. Its owner can subscribe again with the form.',
  )
  await expect(add(memory, { confirmed: true, force: true })).rejects.toThrow('Use --force without --confirmed')
  await add(memory, { force: true })
  expect([memory.messages.length, answers.at(-1)?.value]).toMatchObject([1, { state: 'pending' }])
})
