import type { Stack } from 'aws-cdk-lib'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import { plan, resource } from '../synthesize.ts'

test('invented names are stable, short enough and distinct', () => {
  const long = 'A'.repeat(90)
  const define = (stack: Stack) => {
    for (const id of [`${long}One`, `${long}Two`]) {
      resource(stack, id, 'AWS::SQS::Queue', {})
      resource(stack, `Bucket${id}`, 'AWS::S3::Bucket', {})
    }
    new Queue(stack, 'Short')
  }
  const { queues, buckets } = plan(define)
  const names = [...queues, ...buckets].map(({ name }) => name)
  expect(new Set(names).size).toBe(5)
  expect(queues.every(({ name }) => name.length <= 80)).toBe(true)
  expect(buckets.every(({ name }) => /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name))).toBe(true)
  expect(queues[2]?.name).toMatch(/^Demo-Short\w{8}$/)
  expect(plan(define).queues).toEqual(queues)
})
