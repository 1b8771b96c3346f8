import { ListTagsOfResourceCommand, TagResourceCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { startWithTable } from '../dynamodb-fixture.ts'

test('tags are added and listed', async () => {
  const { raw } = await startWithTable({ Tags: [{ Key: 'stage', Value: 'test' }] })
  const ResourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/things'
  await raw.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'owner', Value: 'us' }] }))
  const { Tags } = await raw.send(new ListTagsOfResourceCommand({ ResourceArn }))
  expect(Tags).toEqual([
    { Key: 'stage', Value: 'test' },
    { Key: 'owner', Value: 'us' },
  ])
  await expect(raw.send(new ListTagsOfResourceCommand({ ResourceArn: `${ResourceArn}s` }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
})
