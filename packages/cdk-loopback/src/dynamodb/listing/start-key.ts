import { AwsError } from '../../endpoint/aws-service.ts'
import { entryKey, tableKey } from '../keys/index-entry.ts'
import { checkKeySchema } from '../keys/item-key.ts'
import { afterPrefix, type Interval, intersect } from '../keys/key-encoding.ts'
import { validationError } from '../protocol/dynamodb-error.ts'
import { keyNames } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'
import type { Source } from './list-items.ts'

/** Checks an `ExclusiveStartKey` and encodes it. Its item may have been deleted. */
export function readStartKey({ table, index }: Source, startKey: Item): Buffer {
  try {
    const names = keyNames(table, index)
    checkKeySchema(startKey, table.keys, names)
    if (index) checkKeySchema(startKey, index.keys, names)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    throw validationError(`The provided starting key is invalid: ${error.message}`)
  }
  const key = index ? entryKey(table, index, startKey) : tableKey(table, startKey)
  if (!key) throw validationError('The provided starting key is invalid')
  return key
}

/** Returns the rest of an interval after a key. */
export function continueAfter(interval: Interval, start: Buffer | undefined, descending: boolean): Interval {
  if (!start) return interval
  return intersect(
    interval,
    descending ? { from: interval.from, to: start } : { from: afterPrefix(start), to: interval.to },
  )
}
