import * as z from 'zod'
import { resourceNotFound, validationError } from '../protocol/dynamodb-error.ts'
import { type Dynamo, defineOperation, type Target } from '../protocol/operation.ts'
import type { Table } from './table.ts'
import { tags } from './table-fields.ts'

const resource = { ResourceArn: z.string().min(1).max(1283) }

export const tagResource = defineOperation(
  'TagResource',
  z.strictObject({ ...resource, Tags: tags }),
  (input) => describeArn('TagResource', input.ResourceArn),
  (input, dynamo) => {
    const table = findTable(dynamo, input.ResourceArn)
    const added = Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value]))
    dynamo.tables.change({ ...table, tags: { ...table.tags, ...added } })
    return {}
  },
)

export const listTagsOfResource = defineOperation(
  'ListTagsOfResource',
  z.strictObject(resource),
  (input) => describeArn('ListTagsOfResource', input.ResourceArn),
  (input, dynamo) => {
    const { tags } = findTable(dynamo, input.ResourceArn)
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
  },
)

function describeArn(action: string, arn: string): Target {
  return { resource: arn.replace(/^.*:table\//, ''), permissions: [{ action: `dynamodb:${action}`, resource: arn }] }
}

function findTable({ tables }: Dynamo, arn: string): Table {
  if (!/^arn:aws:dynamodb:[^:]+:\d+:table\/.+$/.test(arn))
    throw validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`)
  const table = tables.list().find((one) => one.arn === arn)
  if (!table) throw resourceNotFound(`Requested resource not found: ResourcArn: ${arn} not found`)
  return table
}
