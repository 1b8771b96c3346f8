import { expect, test } from 'vitest'
import { isNamed, readFact } from '../../../aws/diagnosis/read-fact.ts'

const failWith = (name: string, message: string) => async (): Promise<never> => {
  throw Object.assign(new Error(message), { name })
}

test('a value is found, and none is missing', async () => {
  expect(await readFact(async () => 1, { timeout: 1_000 })).toEqual({ kind: 'found', value: 1 })
  expect(await readFact(async () => undefined, { timeout: 1_000 })).toEqual({ kind: 'missing' })
})

test('an error may mean that there is none', async () => {
  const load = failWith('NotFoundException', 'gone')
  expect(await readFact(load, { timeout: 1_000, isMissing: isNamed('NotFoundException') })).toEqual({ kind: 'missing' })
})

test.each(['AccessDeniedException', 'AccessDenied', 'AuthorizationErrorException'])(
  'after %s, the reason names the policy to ask for',
  async (name) => {
    expect(await readFact(failWith(name, 'You may not.'), { timeout: 1_000 })).toEqual({
      kind: 'unreadable',
      reason: 'You may not. Ask for the managed policy Operator of the stack.',
    })
  },
)

test('every other error is the reason, with its cause', async () => {
  const load = async () => {
    throw new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') })
  }
  expect(await readFact(load, { timeout: 1_000 })).toEqual({
    kind: 'unreadable',
    reason: 'TypeError: fetch failed (ECONNREFUSED)',
  })
})

test('a call that ends too late is given up', async () => {
  const never = () => new Promise<never>(() => {})
  expect(await readFact(never, { timeout: 20 })).toEqual({
    kind: 'unreadable',
    reason: 'there was no answer within 0.02 seconds',
  })
})
