import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { startAwsEndpoint } from 'cdk-loopback/aws-endpoint'
import type { AwsService } from 'cdk-loopback/aws-service'
import { createIdentities } from 'cdk-loopback/identities'
import { openQueues } from 'cdk-loopback/queues/queue-service'
import { expect, test } from 'vitest'
import { createSqs } from '../../aws/clients.ts'
import { countWaiting, queue } from '../../aws/queue.ts'

test('a message can contain any key that an upload can have', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'queue-'))
  const services: { sqs?: AwsService } = {}
  const identities = createIdentities()
  const credentials = identities.add('tester')
  const endpoint = await startAwsEndpoint(services, { identities })
  const queues = openQueues({ folder, region: 'us-east-1', account: '000000000000' })
  services.sqs = queues.sqs
  const plan = {
    ...{ logicalId: 'Work', name: 'Work', arn: 'arn:aws:sqs:us-east-1:000000000000:Work', attributes: {} },
    url: `${endpoint.url}/000000000000/Work`,
  }
  queues.applyPlan({ queues: [plan], topics: [], subscriptions: [] })
  try {
    const sqs = createSqs({ endpoint: endpoint.url, region: 'us-east-1', credentials })
    const work = queue<{ key: string }>(sqs, plan.url)
    const keys = [
      'articles/😀.md',
      'articles/\uFFFE\uFFFF.md',
      'articles/\u0007\u007F\u0085.md',
      'articles/\uD800.md',
      'a"\\é',
    ]
    await work.addAll(keys.map((key) => ({ key })))
    for (const key of keys) await work.add({ key })
    expect(await countWaiting(sqs, plan.url)).toBe(2 * keys.length)
    const received: string[] = []
    while (received.length < 2 * keys.length) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: plan.url, MaxNumberOfMessages: 10 }),
      )
      received.push(...Messages.map(({ Body = '' }) => JSON.parse(Body).key))
    }
    expect(received.toSorted()).toEqual([...keys, ...keys].toSorted())
  } finally {
    await queues.close()
    await endpoint.close()
    await rm(folder, { recursive: true })
  }
})
