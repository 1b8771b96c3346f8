import { expect, test } from 'vitest'
import { AwsError } from '../../src/endpoint/aws-service.ts'
import { createFaults } from '../../src/faults/faults.ts'
import { createSendMessage } from '../../src/site/send-message.ts'

const arn = 'arn:aws:sqs:us-east-1:000000000000:Presses'
const full = new AwsError('ServiceUnavailable', 503, 'The disk of /data is full')

function open(accept: () => object) {
  const faults = createFaults({ kill: () => {} })
  const explain = (error: unknown) => (String(error).includes('ENOSPC') ? full : undefined)
  return { faults, send: createSendMessage({ accept }, faults.interceptor, explain) }
}

test('faults apply to the messages of a route as to requests at the endpoint', async () => {
  let accepted = 0
  const { faults, send } = open(() => ({ MessageId: String(++accepted) }))
  expect(await send(arn, {})).toEqual({ MessageId: '1' })
  const rule = { service: 'sqs', operation: 'SendMessage', resource: 'Presses' } as const
  faults.add({ ...rule, fault: 'throttle' })
  await expect(send(arn, {})).rejects.toThrow('Rate exceeded')
  expect(accepted).toBe(1)
  faults.add({ ...rule, fault: 'lose-response' })
  await expect(send(arn, {})).rejects.toThrow('The response was lost.')
  expect(accepted).toBe(2)
})

test('a full disk is explained as at the endpoint, another error is not', async () => {
  const failing = (message: string) =>
    open(() => {
      throw new Error(message)
    }).send(arn, {})
  await expect(failing('ENOSPC')).rejects.toBe(full)
  await expect(failing('other')).rejects.toThrow('other')
})
