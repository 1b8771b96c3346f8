import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { expect, onTestFinished, test } from 'vitest'
import { clientSettings, startQueues, temporaryFolder } from './queue-fixture.ts'

test('a kill -9 loses no acknowledged change', async () => {
  const folder = await temporaryFolder()
  const script = join(import.meta.dirname, 'serve-until-killed.ts')
  const server = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(server, 'exit')
  const [output] = await once(server.stdout, 'data')
  const endpoint = String(output).trim()
  const client = new SQSClient(clientSettings(endpoint))
  onTestFinished(() => client.destroy())
  const QueueUrl = `${endpoint}/000000000000/Work`

  const sent = new Set<string>()
  const maybeDeleted = new Set<string>()
  const deleted = new Set<string>()
  const send = async (worker: number) => {
    for (let number = 0; ; number++) {
      const body = `${worker}-${number}`
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: body }))
      sent.add(body)
      const batch = ['a', 'b'].map((part) => ({ Id: part, MessageBody: `${body}${part}` }))
      await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: batch }))
      for (const { MessageBody } of batch) sent.add(MessageBody)
      if (sent.size > 300) server.kill('SIGKILL')
    }
  }
  const consume = async () => {
    for (;;) {
      const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }))
      for (const { Body = '', ReceiptHandle } of Messages) {
        maybeDeleted.add(Body)
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
        deleted.add(Body)
      }
    }
  }
  await Promise.allSettled([send(1), send(2), send(3), consume()])
  await exited
  expect(deleted.size).toBeGreaterThan(10)

  const { receive } = await startQueues({ folder })
  const left: string[] = []
  for (let batch = await receive(); batch.length > 0; batch = await receive()) {
    for (const { Body = '', Attributes } of batch) {
      left.push(Body)
      expect(Attributes?.ApproximateReceiveCount).toBe('1')
    }
  }
  expect(new Set(left).size).toBe(left.length)
  expect(left.filter((body) => deleted.has(body))).toEqual([])
  const missing = [...sent].filter((body) => !left.includes(body) && !maybeDeleted.has(body))
  expect(missing).toEqual([])
})
