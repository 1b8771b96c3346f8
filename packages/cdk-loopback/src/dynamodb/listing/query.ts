import * as z from 'zod'
import { type Expressions, readExpressions } from '../expressions/read-expressions.ts'
import { isWithin } from '../keys/key-encoding.ts'
import { validationError } from '../protocol/dynamodb-error.ts'
import { type Dynamo, defineOperation, type Target } from '../protocol/operation.ts'
import { keyText, permissionFor } from '../protocol/permissions.ts'
import { keyAttributes } from '../tables/table.ts'
import { type KeyCondition, readKeyCondition } from './key-condition.ts'
import { listFields, openSource, renderPage, type Source } from './list-items.ts'
import { continueAfter, readStartKey } from './start-key.ts'

const queryInput = z.strictObject({
  ...listFields,
  KeyConditionExpression: z.string().optional(),
  ScanIndexForward: z.boolean().default(true),
})
type QueryInput = z.output<typeof queryInput>

export const query = defineOperation('Query', queryInput, describeQuery, (input, dynamo) => {
  const { expressions, source, keyCondition } = openQuery(input, dynamo)
  refuseKeyFilter(source, expressions)
  const descending = !input.ScanIndexForward
  const start = input.ExclusiveStartKey && readStartKey(source, input.ExclusiveStartKey)
  if (start && !isWithin(start, keyCondition.partition))
    throw validationError('The provided starting key is outside query boundaries based on provided conditions')
  if (start && !isWithin(start, keyCondition.interval))
    throw validationError('The provided starting key does not match the range key predicate')
  const interval = continueAfter(keyCondition.interval, start, descending)
  return renderPage(dynamo, input, expressions, source, { interval, descending })
})

function describeQuery(input: QueryInput, dynamo: Dynamo): Target {
  const { TableName: table, IndexName: index } = input
  const hash = dynamo.tables.find(table) && keyText(openQuery(input, dynamo).keyCondition.hash)
  return {
    resource: table,
    ...(hash === undefined ? {} : { key: hash }),
    permissions: [permissionFor(dynamo, 'Query', table, hash === undefined ? [] : [hash], index)],
  }
}

function openQuery(
  input: QueryInput,
  dynamo: Dynamo,
): { readonly expressions: Expressions; readonly source: Source; readonly keyCondition: KeyCondition } {
  const expressions = readExpressions(input)
  const { KeyConditionExpression: condition } = expressions
  if (!condition)
    throw validationError(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    )
  const source = openSource(dynamo, input, expressions)
  return { expressions, source, keyCondition: readKeyCondition(condition, (source.index ?? source.table).keys) }
}

function refuseKeyFilter({ table, index }: Source, { paths }: Expressions): void {
  const filtered = new Set(paths.FilterExpression?.map(([name]) => name))
  for (const { name } of keyAttributes((index ?? table).keys)) {
    if (filtered.has(name))
      throw validationError(
        `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`,
      )
  }
}
