import { expect, test } from 'vitest'
import { createCloudWatch, createDynamo, createEventBridge, createS3, createSes, createSqs } from '../../aws/clients.ts'

test('no client prepares log entries of its calls', () => {
  const connection = {
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  }
  for (const create of [createS3, createCloudWatch, createEventBridge, createSqs, createSes, createDynamo])
    expect(create(connection).middlewareStack.identify().join('\n')).not.toMatch(/log/i)
})
