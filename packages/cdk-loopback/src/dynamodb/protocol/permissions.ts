import type { Permission } from '../../endpoint/aws-service.ts'
import { type AttributeValue, attributeOf, type Item } from '../values/attribute-value.ts'
import type { Dynamo, Target } from './operation.ts'

const account = '000000000000'

export function tableArn(region: string, table: string): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${table}`
}

/** The last part of a stream's ARN. In AWS it is the time of the stream's creation, which a template cannot know here. */
export const streamLabel = '2026-01-01T00:00:00.000'

export function streamArn(tableArn: string): string {
  return `${tableArn}/stream/${streamLabel}`
}

/** Describes an operation on a whole table. */
export function describeTableCall(dynamo: Dynamo, action: string, table: string): Target {
  return { resource: table, permissions: [permissionFor(dynamo, action, table)] }
}

/** Describes an operation on one item. `item` is the item or its key. */
export function describeItemCall(dynamo: Dynamo, action: string, table: string, item: Item): Target {
  return describeItemsCall([{ ...itemPermission(dynamo, action, table, [item]), table }])
}

/** Describes an operation that needs several permissions. The first one gives the call's table and key. */
export function describeItemsCall(needed: readonly (Permission & { readonly table: string })[]): Target {
  const key = needed[0]?.context?.['dynamodb:LeadingKeys']?.[0]
  return {
    ...(needed[0] ? { resource: needed[0].table } : {}),
    ...(key === undefined ? {} : { key }),
    permissions: needed.map(({ table: _table, ...permission }) => permission),
  }
}

export function itemPermission(dynamo: Dynamo, action: string, table: string, items: readonly Item[]): Permission {
  return permissionFor(dynamo, action, table, leadingKeys(dynamo, table, items))
}

/** @param keys Values of the partition key; empty if the call names none. */
export function permissionFor(
  { region }: Dynamo,
  action: string,
  table: string,
  keys: readonly string[] = [],
  index?: string,
): Permission {
  return {
    action: `dynamodb:${action}`,
    resource: tableArn(region, table) + (index === undefined ? '' : `/index/${index}`),
    ...(keys.length > 0 ? { context: { 'dynamodb:LeadingKeys': keys } } : {}),
  }
}

/** Returns a key's value as policies and fault rules compare it. */
export function keyText(value: AttributeValue): string {
  return String(Object.values(value)[0])
}

/** Returns the partition keys of items. If the table does not exist, returns none: the call fails anyway. */
function leadingKeys({ tables }: Dynamo, table: string, items: readonly Item[]): string[] {
  const name = tables.find(table)?.keys.hash.name
  if (name === undefined) return []
  const values = items.flatMap((item) => attributeOf(item, name) ?? [])
  return [...new Set(values.map(keyText))]
}
