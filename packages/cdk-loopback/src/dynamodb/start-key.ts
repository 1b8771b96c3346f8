import { AwsError } from '../aws-service.ts'
import type { Item } from './attribute-value.ts'
import { validationError } from './dynamodb-error.ts'
import { entryKey, tableKey } from './index-entry.ts'
import { checkKeySchema } from './item-key.ts'
import { afterPrefix, type Interval, intersect } from './key-encoding.ts'
import type { Source } from './list-items.ts'
import { keyNames } from './table.ts'

/** Checks an `ExclusiveStartKey` and encodes it. The item it was taken from may be gone. */
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

/** What of an interval is still to be listed after a key. */
export function continueAfter(interval: Interval, start: Buffer | undefined, descending: boolean): Interval {
  if (!start) return interval
  return intersect(
    interval,
    descending ? { from: interval.from, to: start } : { from: afterPrefix(start), to: interval.to },
  )
}
