import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { deployment, stackId } from '../deployment.ts'
import { type EventStack, rulePlan, startEventStack } from '../events/event-stack.ts'
import { writeFunction } from '../lambda/bundles.ts'

const pattern = JSON.stringify({ source: ['aws.cloudformation'], detail: { 'stack-id': [stackId] } })
const rules = [rulePlan({ busName: 'default', pattern })]
const working = "export const handler = async () => 'done'"
const withFunction = (folder: string) => ({ rules, functions: [writeFunction(folder, 'Work', working)] })

/** Returns the statuses in the events since the last call. */
async function statuses({ stack, receive }: EventStack): Promise<string[]> {
  await stack.idle()
  return (await receive('Target')).map(({ body }) => JSON.parse(body).detail['status-details'].status)
}

const update = ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE']

test('the first start of a stack emits the event of its creation, a restart none', async () => {
  const started = await startEventStack({ rules })
  await started.stack.idle()
  const [message] = await started.receive('Target')
  expect(JSON.parse(message?.body ?? '')).toEqual({
    version: '0',
    id: expect.any(String),
    'detail-type': 'CloudFormation Stack Status Change',
    source: 'aws.cloudformation',
    account: '000000000000',
    time: expect.stringMatching(/^20.*Z$/),
    region: 'us-east-1',
    resources: [stackId],
    detail: {
      'stack-id': stackId,
      'status-details': { status: 'CREATE_COMPLETE', 'status-reason': '' },
      'client-request-token': '',
    },
  })
  expect(await statuses(await started.restart())).toEqual([])
})

test('a changed template emits the events of an update', async () => {
  const started = await startEventStack({ rules })
  expect(await statuses(started)).toEqual(['CREATE_COMPLETE'])
  const changed = await started.restart({ rules, deployment: { ...deployment, parameters: { Color: 'red' } } })
  expect((await statuses(changed)).sort()).toEqual([...update].sort())
})

test('changed code emits the events of an update, at a restart and at a reload', async () => {
  const started = await startEventStack(withFunction)
  expect(await statuses(started)).toEqual(['CREATE_COMPLETE'])
  started.stack.reload()
  expect(await statuses(started)).toEqual([])
  const file = path.join(started.folder, 'code/Work/index.mjs')
  writeFileSync(file, `${working} // changed`)
  started.stack.reload()
  expect(await statuses(started)).toHaveLength(3)
  writeFileSync(path.join(started.folder, 'code/Work/more.txt'), 'more')
  expect(
    await statuses(await started.restart(() => ({ rules, functions: started.stack.plan.functions }))),
  ).toHaveLength(3)
})
