import * as z from 'zod'
import { validationError } from '../protocol/dynamodb-error.ts'
import { defineOperation } from '../protocol/operation.ts'
import { describeTableCall } from '../protocol/permissions.ts'
import { tableName } from '../protocol/request-fields.ts'
import { renderTable } from './describe-table.ts'

/** Deletes a table immediately. */
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
    dynamo.changes.remove(table.id)
    dynamo.tables.remove(table)
    return { TableDescription: description }
  },
)
