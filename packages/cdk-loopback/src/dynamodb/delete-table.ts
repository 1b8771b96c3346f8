import * as z from 'zod'
import { renderTable } from './describe-table.ts'
import { validationError } from './dynamodb-error.ts'
import { defineOperation } from './operation.ts'
import { describeTableCall } from './permissions.ts'
import { tableName } from './request-fields.ts'

/** The table is gone at once. */
export const deleteTable = defineOperation(
  'DeleteTable',
  z.strictObject({ TableName: tableName }),
  (input, dynamo) => describeTableCall(dynamo, 'DeleteTable', input.TableName),
  (input, dynamo) => {
    const table = dynamo.tables.get(input.TableName)
    if (table.deletionProtection)
      throw validationError(
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      )
    const description = renderTable(dynamo, table, 'DELETING')
    dynamo.items.removeAll(table)
    dynamo.tables.remove(table)
    return { TableDescription: description }
  },
)
