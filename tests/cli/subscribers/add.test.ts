import { beforeEach, expect, test } from 'vitest'
import { addSubscriber } from '../../../cli/subscribers/add.ts'
import { removeSubscriber } from '../../../cli/subscribers/rm.ts'
import { showSubscriber } from '../../../cli/subscribers/show.ts'
import { memoryServices } from '../../lambdas/manage-subscription/memory-services.ts'
import { ada, hash, suppression } from '../../lambdas/manage-subscription/visitor.ts'
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

test('a suppressed address is not added', async () => {
  const memory = memoryServices()
  memory.suppressions.set(hash, suppression)
  await expect(add(memory)).rejects.toThrow('ada@example.org was not added, because it is suppressed.')
})

test('after a subscriber is removed, showing them reports that the address is suppressed', async () => {
  const memory = memoryServices(ada)
  memory.suppressions.set(hash, suppression)
  await removeSubscriber('ada@example.org', stackOf(memory), report)
  expect(memory.subscribers.size).toBe(0)
  await expect(showSubscriber('ada@example.org', stackOf(memory), report)).rejects.toThrow(
    'There is no subscriber ada@example.org; the address is suppressed (complaint).',
  )
})
