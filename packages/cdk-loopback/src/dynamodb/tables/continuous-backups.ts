import * as z from 'zod'
import { type Dynamo, defineOperation } from '../protocol/operation.ts'
import { describeTableCall } from '../protocol/permissions.ts'
import { tableName } from '../protocol/request-fields.ts'
import type { Table } from './table.ts'

export const describeContinuousBackups = defineOperation(
  'DescribeContinuousBackups',
  z.strictObject({ TableName: tableName }),
  (input, dynamo) => describeTableCall(dynamo, 'DescribeContinuousBackups', input.TableName),
  (input, dynamo) => render(dynamo, dynamo.tables.get(input.TableName)),
)

/** Stores the setting only. No operation restores a backup here. */
export const updateContinuousBackups = defineOperation(
  'UpdateContinuousBackups',
  z.strictObject({
    TableName: tableName,
    PointInTimeRecoverySpecification: z.strictObject({
      PointInTimeRecoveryEnabled: z.boolean(),
      RecoveryPeriodInDays: z.int().min(1).max(35).optional(),
    }),
  }),
  (input, dynamo) => describeTableCall(dynamo, 'UpdateContinuousBackups', input.TableName),
  (input, dynamo) => {
    const { PointInTimeRecoveryEnabled: pointInTimeRecovery } = input.PointInTimeRecoverySpecification
    const table = { ...dynamo.tables.get(input.TableName), pointInTimeRecovery }
    dynamo.tables.change(table)
    return render(dynamo, table)
  },
)

function render({ now }: Dynamo, { pointInTimeRecovery, createdAt }: Table): object {
  const latest = now().getTime() / 1000
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: pointInTimeRecovery
        ? {
            PointInTimeRecoveryStatus: 'ENABLED',
            EarliestRestorableDateTime: createdAt,
            LatestRestorableDateTime: latest,
          }
        : { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  }
}
