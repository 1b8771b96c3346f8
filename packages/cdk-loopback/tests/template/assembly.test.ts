import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import { readStack } from '../../src/template/read-stack.ts'
import { synthesize } from './synthesize.ts'

test('an assembly without the stack is refused with the names of its stacks', () => {
  const assembly = synthesize((stack) => new Queue(stack, 'Jobs'))
  const urls = { awsUrl: 'http://127.0.0.1:1', siteUrl: 'http://127.0.0.1:2' }
  expect(() => readStack({ assembly, stackName: 'Other', ...urls })).toThrow(
    `${assembly} has the stacks Demo: none is Other.`,
  )
  expect(() => readStack({ assembly: '/nowhere', ...urls })).toThrow(
    'Cannot read /nowhere/manifest.json: synthesize the stack first.',
  )
})
