import { DescribeContinuousBackupsCommand, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { startWithTable } from '../dynamodb-fixture.ts'

const TableName = 'things'

test('the setting of point-in-time recovery is stored', async () => {
  const { raw } = await startWithTable()
  const status = async () => {
    const { ContinuousBackupsDescription } = await raw.send(new DescribeContinuousBackupsCommand({ TableName }))
    return ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus
  }
  expect(await status()).toBe('DISABLED')
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true }
  await raw.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }))
  expect(await status()).toBe('ENABLED')
})
