import { expect, test } from 'vitest'
import { limitAccount } from '../../src/lambda/account-concurrency.ts'
import type { FunctionPlan } from '../../src/template/stack-plan.ts'
import { asyncInvocation } from './bundles.ts'

const plan = (arn: string, reservedConcurrency?: number): FunctionPlan => ({
  ...{ logicalId: arn, name: arn, arn, codeFolder: '', handler: '', memory: 128, timeout: 3, environment: {} },
  ...{ reservedConcurrency, asyncInvocation: asyncInvocation(), statements: [] },
})

test('functions share the quota of the account', () => {
  const account = limitAccount([plan('a'), plan('b')], 2)
  const end = account.begin('a')
  account.begin('b')
  expect(() => account.begin('a')).toThrow('Rate Exceeded.')
  end()
  account.begin('b')
  expect(() => account.begin('b')).toThrow(
    expect.objectContaining({ details: { Reason: 'ConcurrentInvocationLimitExceeded', Type: 'User' } }),
  )
})

test('a reservation is taken out of the quota, and is the limit of its function', () => {
  const account = limitAccount([plan('a', 1), plan('b')], 101)
  account.begin('a')
  expect(() => account.begin('a')).toThrow(
    expect.objectContaining({ details: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User' } }),
  )
  for (let running = 0; running < 100; running++) account.begin('b')
  expect(() => account.begin('b')).toThrow('Rate Exceeded.')
})

test.each([
  [10, 1, 'minimum value of [10]'],
  [1000, 901, 'minimum value of [100]'],
])('of a quota of %i, %i cannot be reserved', (limit, reservation, message) => {
  expect(() => limitAccount([plan('a', reservation)], limit)).toThrow(message)
  expect(() => limitAccount([plan('a', 0)], limit)).not.toThrow()
})
