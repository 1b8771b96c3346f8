import { type Names, type Need, type ReadNeeds, readJson, targetOperation, unknownOperation } from './need.ts'

type Value = { readonly S?: string; readonly N?: string; readonly B?: string }
type Item = Readonly<Record<string, Value>>
type Target = { readonly TableName: string; readonly Key?: Item; readonly Item?: Item }
type Query = Target & {
  readonly IndexName?: string
  readonly KeyConditionExpression: string
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues: Item
}
type Batch = { readonly RequestItems: Readonly<Record<string, { readonly Keys: readonly Item[] }>> }
type WriteRequest = { readonly PutRequest?: { readonly Item: Item }; readonly DeleteRequest?: { readonly Key: Item } }
type BatchWrite = { readonly RequestItems: Readonly<Record<string, readonly WriteRequest[]>> }
type Transaction = { readonly TransactItems: readonly Readonly<Record<string, Target>>[] }

/** A transaction needs the rights of its single writes, not one of its own. */
const transactionActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
}

export const readDynamoNeeds: ReadNeeds = (call, names) => {
  const operation = targetOperation(call)
  const need = (action: string, place: string, keys: readonly Item[]): Need => ({
    action: `dynamodb:${action}`,
    resource: `arn:aws:dynamodb:${names.region}:${names.account}:table/${place}`,
    context: { 'dynamodb:LeadingKeys': [...new Set(keys.map((key) => leadingKey(key, place, names)))] },
  })
  switch (operation) {
    case 'GetItem':
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem': {
      const { TableName, Key, Item } = readJson<Target>(call)
      return [need(operation, TableName, [Item ?? Key ?? {}])]
    }
    case 'BatchGetItem':
      return Object.entries(readJson<Batch>(call).RequestItems).map(([table, { Keys }]) => need(operation, table, Keys))
    case 'BatchWriteItem':
      return Object.entries(readJson<BatchWrite>(call).RequestItems).map(([table, requests]) =>
        need(
          operation,
          table,
          requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {}),
        ),
      )
    case 'TransactWriteItems':
      return readJson<Transaction>(call)
        .TransactItems.flatMap(Object.entries)
        .map(([kind, { TableName, Item, Key }]) => need(transactionActions[kind] ?? '', TableName, [Item ?? Key ?? {}]))
    case 'Query': {
      const query = readJson<Query>(call)
      const place = query.IndexName ? `${query.TableName}/index/${query.IndexName}` : query.TableName
      return [need(operation, place, [queriedKey(query)])]
    }
  }
  throw unknownOperation(`dynamodb:${operation}`)
}

function leadingKey(item: Item, place: string, { partitionKeys }: Names): string {
  const value = item[partitionKeys.get(place) ?? '']
  const key = value?.S ?? value?.N ?? value?.B
  if (key === undefined) throw new Error(`A request to ${place} does not name the partition key`)
  return key
}

/** Reads `name = :value` from a key condition. */
function queriedKey(query: Query): Item {
  const [, name = '', placeholder = ''] = /^\(?\s*([#\w]+) = (:\w+)/.exec(query.KeyConditionExpression) ?? []
  return { [query.ExpressionAttributeNames?.[name] ?? name]: query.ExpressionAttributeValues[placeholder] ?? {} }
}
