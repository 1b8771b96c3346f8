import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Connection } from '../clients.ts'
import { type FactOptions, readFact } from './read-fact.ts'

/** The only region that has the metrics of CloudFront. */
const metricsRegion = 'us-east-1'

/** Reads what a stack uses. Every reading is independent of the others. */
export function usageReader(connection: Connection, limits: FactOptions) {
  const shared = { ...connection, maxAttempts: 2 }

  return {
    /** Reads the template of a stack as JSON. */
    readTemplate: (stack: string) =>
      readFact(async (abortSignal) => {
        const client = new CloudFormationClient(shared)
        return (await client.send(new GetTemplateCommand({ StackName: stack }), { abortSignal })).TemplateBody
      }, limits),

    /** Returns the bytes in all of these tables. DynamoDB counts them every six hours. */
    readTableBytes: (names: readonly string[]) =>
      readFact(async (abortSignal) => {
        const client = new DynamoDBClient(shared)
        const tables = await Promise.all(
          names.map((TableName) => client.send(new DescribeTableCommand({ TableName }), { abortSignal })),
        )
        return tables.reduce((sum, { Table }) => sum + (Table?.TableSizeBytes ?? 0), 0)
      }, limits),

    /** Counts the requests to a distribution. Missing if CloudFront has counted none. */
    readRequests: (distribution: string, since: Date, now: Date) =>
      readFact(async (abortSignal) => {
        const command = new GetMetricStatisticsCommand({
          ...{ Namespace: 'AWS/CloudFront', MetricName: 'Requests', Statistics: ['Sum'] },
          Dimensions: [
            { Name: 'DistributionId', Value: distribution },
            { Name: 'Region', Value: 'Global' },
          ],
          ...{ StartTime: since, EndTime: now, Period: 86_400 },
        })
        const client = new CloudWatchClient({ ...shared, ...(!connection.endpoint && { region: metricsRegion }) })
        const { Datapoints = [] } = await client.send(command, { abortSignal })
        return Datapoints.length === 0 ? undefined : Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0)
      }, limits),
  }
}
