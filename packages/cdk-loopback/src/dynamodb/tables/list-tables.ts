import * as z from 'zod'
import { defineOperation } from '../protocol/operation.ts'
import { tableName } from '../protocol/request-fields.ts'

const maxNames = 100

export const listTables = defineOperation(
  'ListTables',
  z.strictObject({
    ExclusiveStartTableName: tableName.optional(),
    Limit: z.int().min(1).max(maxNames).default(maxNames),
  }),
  () => ({ permissions: [{ action: 'dynamodb:ListTables', resource: '*' }] }),
  ({ ExclusiveStartTableName: start = '', Limit: limit }, { tables }) => {
    const names = tables.list().flatMap(({ name }) => (name > start ? [name] : []))
    const page = names.slice(0, limit)
    return { TableNames: page, ...(names.length > limit ? { LastEvaluatedTableName: page.at(-1) } : {}) }
  },
)
