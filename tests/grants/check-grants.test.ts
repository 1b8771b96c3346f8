import { expect, test } from 'vitest'
import { checkGrants } from './check-grants.ts'
import type { Evaluation, Verdict } from './evaluator.ts'
import type { Role } from './roles.ts'

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/notes'
const keys = (...values: string[]) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': values } })
const role: Role = {
  id: 'Reader',
  statements: [
    { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: table, Condition: keys('a', 'b') },
  ],
}
const need = (action: string, ...values: string[]) => ({
  ...{ action, resource: table, context: { 'dynamodb:LeadingKeys': values } },
})

/** An evaluator of exact texts. */
async function evaluateExactly(evaluations: readonly Evaluation[]): Promise<readonly Verdict[]> {
  return evaluations.map(({ statements, need: { action, context } }) => {
    const wanted = [context['dynamodb:LeadingKeys'] ?? []].flat()
    const by = statements.flatMap(({ Action, Condition }, index) => {
      const allowed = [Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? []].flat()
      return [Action].flat().includes(action) && wanted.every((each) => allowed.includes(each)) ? [index] : []
    })
    return { allowed: by.length > 0, by }
  })
}

const check = async (needs: readonly ReturnType<typeof need>[], reasons: Parameters<typeof checkGrants>[1] = []) =>
  (await checkGrants([{ role, needs }], reasons, evaluateExactly))?.map(({ problems }) => problems)

test('a request for items of several partitions uses the grant of each', async () => {
  expect(
    await check([need('dynamodb:GetItem', 'a', 'b'), need('dynamodb:PutItem', 'a'), need('dynamodb:PutItem', 'b')]),
  ).toEqual([[], [], []])
})

test('a call without a grant is named', async () => {
  const [denied] = (await check([need('dynamodb:DeleteItem', 'a')])) ?? []
  expect(denied).toEqual([`dynamodb:DeleteItem ${table} a is denied`])
})

test('a grant without a call is named, down to its key pattern', async () => {
  const [, unused] = (await check([need('dynamodb:GetItem', 'a', 'b'), need('dynamodb:PutItem', 'b')])) ?? []
  expect(unused).toEqual([`dynamodb:PutItem ${table} a`])
})

test('a reason excuses a grant without a call, and is reported once the grant has one', async () => {
  const reason = { role: /Reader/, action: 'dynamodb:PutItem', on: / a$/, reason: 'Only after a crash.' }
  const calls = [need('dynamodb:GetItem', 'a', 'b'), need('dynamodb:PutItem', 'b')]
  expect(await check(calls, [reason])).toEqual([[], [], []])
  expect(await check([...calls, need('dynamodb:PutItem', 'a')], [reason])).toEqual([
    [],
    [],
    ['/Reader/ dynamodb:PutItem / a$/'],
  ])
})

test('without an evaluator there is no result', async () => {
  expect(await checkGrants([{ role, needs: [] }], [], async () => undefined)).toBeUndefined()
})
