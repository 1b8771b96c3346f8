import { expect, test } from 'vitest'
import { type DeployedStack, describeMissing, findObstacle, isOurs } from '../../../core/deployment/deployed-stack.ts'
import { settingNames } from '../../../core/environment.ts'

const settings = Object.keys(settingNames).map((name) => `${name[0]?.toUpperCase()}${name.slice(1)}Setting`)
const outputs = Object.fromEntries(settings.map((name) => [name, 'x']))
const stack = (changes: Partial<DeployedStack> = {}): DeployedStack => ({
  ...{ name: 'News', status: 'UPDATE_COMPLETE', description: 'Postrider: News', outputs },
  ...changes,
})
const without = (name: string) => Object.fromEntries(Object.entries(outputs).filter(([each]) => each !== name))

test.each([
  'CREATE_COMPLETE',
  'UPDATE_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_FAILED',
  'IMPORT_COMPLETE',
])('a stack that is %s can be operated', (status) => {
  expect(findObstacle(stack({ status }))).toBeUndefined()
})

test.each([
  [{ status: 'CREATE_IN_PROGRESS', outputs: {} }, 'still being created'],
  [{ status: 'ROLLBACK_COMPLETE', outputs: {} }, 'its creation failed'],
  [{ status: 'DELETE_IN_PROGRESS' }, 'is being deleted'],
  [{ status: 'DELETE_FAILED' }, 'could not be deleted'],
  [{ outputs: { BucketName: 'x' } }, 'another program'],
  [{ outputs: without('EventBusSetting') }, 'lacks the outputs EventBusSetting'],
])('the obstacle is named: %j', (changes, message) => {
  expect(findObstacle(stack(changes))).toContain(message)
})

test('a stack without a hub lacks nothing', () => {
  expect(findObstacle(stack({ outputs: without('PingQueueUrlSetting') }))).toBeUndefined()
})

test('a stack of another program is recognized', () => {
  expect(isOurs(stack())).toBe(true)
  expect(isOurs({ outputs: { UploadsBucketSetting: 'x' } })).toBe(false)
})

test('a missing stack is described with those that exist', () => {
  const others = [stack(), stack({ name: 'Weekly' }), stack({ name: 'Nows', outputs: {} })]
  expect(describeMissing('Newz', 'eu-west-1', others)).toBe(
    'There is no stack Newz in eu-west-1. Did you mean News? Stacks of Postrider in this account and region: News, Weekly.',
  )
  expect(describeMissing('X', 'eu-west-1', [])).toContain('no other stack of Postrider in this account and region')
  expect(describeMissing('X', 'eu-west-1', undefined)).toBe(
    'There is no stack X in eu-west-1. Check --stack, --region and --profile, or their environment variables.',
  )
})
