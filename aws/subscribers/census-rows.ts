import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import type { CensusRow, Counted } from '../../core/monitoring/growth.ts'
import type { Departure } from '../../core/subscribers/subscriber.ts'

const fields = [
  'state',
  'digest',
  'createdAt',
  'confirmedAt',
  'unsubscribedAt',
  'permission',
  'unsubscribedBy',
] as const

/**
 * Yields what the census counts of each row of the table, page by page, without addresses. It reads the whole table.
 *
 * @param pageSize rows that one request reads
 */
export async function* readCensusRows(
  dynamo: DynamoDBDocumentClient,
  table: string,
  pageSize?: number,
): AsyncGenerator<readonly CensusRow[]> {
  const names = Object.fromEntries(fields.map((field) => [`#${field}`, field]))
  const parts = fields.map((field) => `subscriber.#${field}`)
  const input = {
    TableName: table,
    ProjectionExpression: ['pk', 'expiresAt', 'departure', 'suppression.reason', ...parts].join(', '),
    ExpressionAttributeNames: names,
    ...(pageSize !== undefined && { Limit: pageSize }),
  }
  for await (const { Items = [] } of paginateScan({ client: dynamo }, input)) yield Items.flatMap(readRow)
}

function readRow(item: Readonly<Record<string, unknown>>): CensusRow[] {
  const [kind] = String(item.pk).split('#')
  switch (kind) {
    case 'subscriber': {
      const isExpired = item.expiresAt !== undefined && Number(item.expiresAt) <= Date.now() / 1000
      return isExpired || !item.subscriber ? [] : [{ subscriber: item.subscriber as Counted }] // by the subscriber store
    }
    case 'departure':
      return [{ departure: item.departure as Departure }] // by the stores
    case 'suppression':
      return [{ suppressed: (item.suppression as { reason: string } | undefined)?.reason ?? 'bounce' }] // by its store
    default:
      return []
  }
}
