import { onTestFinished } from 'vitest'
import { type OpenTables, openTables } from '../../bench/support/open-tables.ts'

/**
 * Opens an embedded DynamoDB with one table, `table`, which has the index of recipients. It is removed after the test.
 */
export async function openTable(): Promise<Pick<OpenTables, 'dynamo' | 'faults'>> {
  const { close, ...tables } = await openTables({ indexed: ['table'] })
  onTestFinished(close)
  return tables
}
