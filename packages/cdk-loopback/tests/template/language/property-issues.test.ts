import { expect, test } from 'vitest'
import * as z from 'zod'
import { describeIssues } from '../../../src/template/language/property-issues.ts'
import { Unresolved } from '../../../src/template/language/unresolved.ts'

const schema = z.strictObject({ Name: z.string(), Mode: z.literal('OFF'), Items: z.array(z.strictObject({})) })

function issues(properties: unknown): string[] {
  const { error } = schema.safeParse(properties)
  return error ? describeIssues(error, properties).map(({ path, message }) => `${path}: ${message}`) : []
}

test('each violation is described with its path', () => {
  expect(issues({ Mode: 'ON', Items: [{}, { Extra: 1 }] })).toEqual([
    'Name: cdk-loopback requires this property',
    'Mode: is "ON"; cdk-loopback supports only "OFF"',
    'Items[1].Extra: cdk-loopback does not support this property: remove it, or add support for it',
  ])
})

test('an unresolved value gives its reason', () => {
  expect(issues({ Name: new Unresolved('the template has no Other'), Mode: 'OFF', Items: [] })).toEqual([
    'Name: the template has no Other',
  ])
})
