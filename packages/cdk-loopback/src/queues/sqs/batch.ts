import * as z from 'zod'
import { AwsError } from '../../endpoint/aws-service.ts'
import type { Queue } from '../queue-list.ts'
import { defineQueueOperation, type Operation } from './operation.ts'
import { readInput } from './read-input.ts'
import type { Sqs } from './sqs.ts'

const entries = z.array(z.looseObject({ Id: z.string() }))
type Entry = { readonly Id: string; readonly [member: string]: unknown }

const mostEntries = 10

/**
 * Defines an operation that performs another one for each entry. A refused entry does not affect the others, which take
 * effect in one transaction.
 */
export function defineBatch<Input>(
  name: string,
  schema: z.ZodType<Input>,
  run: (sqs: Sqs, queue: Queue, entry: Input) => object,
  checkAll: (entries: readonly Entry[]) => void = () => {},
): Operation {
  return defineQueueOperation(name, { Entries: entries }, (sqs, queue, { Entries }) => {
    checkEntries(Entries)
    checkAll(Entries)
    return sqs.database.transaction(() => {
      const outcomes = Entries.map(({ Id, ...members }) =>
        attempt(Id, () => run(sqs, queue, readInput(schema, members))),
      )
      const Failed = outcomes.filter((outcome) => 'Code' in outcome)
      const Successful = outcomes.filter((outcome) => !('Code' in outcome))
      return { Successful, ...(Failed.length > 0 && { Failed }) }
    })
  })
}

function attempt(Id: string, run: () => object): object {
  try {
    return { Id, ...run() }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { Id, Code: error.code, Message: error.message, SenderFault: true }
  }
}

function checkEntries(list: readonly Entry[]): void {
  if (list.length === 0) {
    throw new AwsError('EmptyBatchRequest', 400, 'There should be at least one entry in the request.')
  }
  if (list.length > mostEntries) {
    const message = `Maximum number of entries per request are ${mostEntries}. You have sent ${list.length}.`
    throw new AwsError('TooManyEntriesInBatchRequest', 400, message)
  }
  const ids = list.map(({ Id }) => Id)
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id))) {
    const rule = 'A batch entry id can only contain alphanumeric characters, hyphens and underscores.'
    throw new AwsError('InvalidBatchEntryId', 400, `${rule} It can be at most 80 letters long.`)
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) < index)
  if (repeated !== undefined) throw new AwsError('BatchEntryIdsNotDistinct', 400, `Id ${repeated} repeated.`)
}
