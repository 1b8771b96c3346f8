import type * as z from 'zod'
import type { AwsCall } from '../../endpoint/aws-service.ts'
import type { Database } from '../database.ts'
import type { ItemStore } from '../items/item-store.ts'
import type { ChangeLog } from '../streams/change-log.ts'
import type { Checkpoints } from '../streams/checkpoints.ts'
import type { TableStore } from '../tables/table-store.ts'
import { readInput } from './read-input.ts'

/** The state that the operations share. */
export type Dynamo = {
  readonly database: Database
  readonly tables: TableStore
  readonly items: ItemStore
  readonly changes: ChangeLog
  readonly checkpoints: Checkpoints
  readonly region: string
  readonly now: () => Date
}

/** What a request affects and which permissions it needs. */
export type Target = Omit<AwsCall, 'operation'>

/** A request with a parsed body. */
export type OpenRequest = {
  describe(dynamo: Dynamo): Target
  /** Runs the operation in one transaction. */
  run(dynamo: Dynamo): object
}

export type Operation = { readonly name: string; open(body: unknown): OpenRequest }

export function defineOperation<Input>(
  name: string,
  schema: z.ZodType<Input>,
  describe: (input: Input, dynamo: Dynamo) => Target,
  run: (input: Input, dynamo: Dynamo) => object,
): Operation {
  return {
    name,
    open: (body) => {
      const input = readInput(schema, body)
      return {
        describe: (dynamo) => describe(input, dynamo),
        run: (dynamo) => dynamo.database.transaction(() => run(input, dynamo)),
      }
    },
  }
}
