import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm'
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation'
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeContinuousBackupsCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns'
import type { IssuedCertificate } from '../../core/diagnosis/judge-site.ts'
import type { DigestScheduleFact, TableFact } from '../../core/diagnosis/judge-stack.ts'
import type { AlarmFact, AlarmSubscription } from '../../core/diagnosis/judge-work.ts'
import type { Connection } from '../clients.ts'
import { type FactOptions, isNamed, readFact } from './read-fact.ts'

/** Reads what AWS says about the resources of a stack. Every reading is independent of the others. */
export function stackReader(place: Connection, stack: string, limits: FactOptions) {
  const shared = { ...place, maxAttempts: 2 }
  const cloudFormation = new CloudFormationClient(shared)
  const scheduler = new SchedulerClient(shared)
  const dynamo = new DynamoDBClient(shared)

  /** Returns the names of the resources of a type. */
  async function namesOf(type: string, abortSignal: AbortSignal): Promise<readonly string[]> {
    const names: string[] = []
    const pages = paginateListStackResources({ client: cloudFormation }, { StackName: stack }, { abortSignal })
    for await (const { StackResourceSummaries = [] } of pages)
      for (const { ResourceType, PhysicalResourceId } of StackResourceSummaries)
        if (ResourceType === type && PhysicalResourceId) names.push(PhysicalResourceId)
    return names
  }

  async function readSchedule(resource: string, abortSignal: AbortSignal): Promise<DigestScheduleFact | undefined> {
    const Name = resource.slice(resource.lastIndexOf('/') + 1) // some versions of CloudFormation name the group, too
    try {
      const schedule = await scheduler.send(new GetScheduleCommand({ Name }), { abortSignal })
      const digest = readDigest(schedule.Target?.Input ?? '')
      if (digest === undefined) return undefined
      return {
        ...{ name: Name, digest },
        expression: schedule.ScheduleExpression ?? '',
        timeZone: schedule.ScheduleExpressionTimezone ?? 'UTC',
        isEnabled: schedule.State !== 'DISABLED',
      }
    } catch (error) {
      if (isNamed('ResourceNotFoundException')(error)) return undefined // somebody has deleted it
      throw error
    }
  }

  return {
    /** @param topic its ARN */
    readAlarmSubscriptions: (topic: string) =>
      readFact(async (abortSignal): Promise<readonly AlarmSubscription[]> => {
        const found: AlarmSubscription[] = []
        const client = new SNSClient(shared)
        const pages = paginateListSubscriptionsByTopic({ client }, { TopicArn: topic }, { abortSignal })
        for await (const { Subscriptions = [] } of pages)
          for (const { Endpoint = '', SubscriptionArn = '' } of Subscriptions)
            if (SubscriptionArn !== 'Deleted')
              found.push({ endpoint: Endpoint, isConfirmed: SubscriptionArn.startsWith('arn:') })
        return found
      }, limits),

    /** Reads the alarms of the stack. It has far fewer than the hundred that one request may name. */
    readAlarms: () =>
      readFact(async (abortSignal): Promise<readonly AlarmFact[]> => {
        const AlarmNames = [...(await namesOf('AWS::CloudWatch::Alarm', abortSignal))]
        if (AlarmNames.length === 0) return []
        const command = new DescribeAlarmsCommand({ AlarmNames })
        const { MetricAlarms = [] } = await new CloudWatchClient(shared).send(command, { abortSignal })
        return MetricAlarms.map(({ AlarmName = '', StateValue = '', AlarmDescription = '' }) => ({
          ...{ name: AlarmName, state: StateValue, description: AlarmDescription },
        }))
      }, limits),

    /** Reads the schedules that compose issues. */
    readDigestSchedules: () =>
      readFact(async (abortSignal): Promise<readonly DigestScheduleFact[]> => {
        const names = await namesOf('AWS::Scheduler::Schedule', abortSignal)
        const schedules = await Promise.all(names.map((name) => readSchedule(name, abortSignal)))
        return schedules.filter((each) => each !== undefined)
      }, limits),

    readTables: (names: readonly string[]) =>
      readFact(
        (abortSignal): Promise<readonly TableFact[]> =>
          Promise.all(
            names.map(async (TableName) => {
              const [{ Table }, { ContinuousBackupsDescription: backups }] = await Promise.all([
                dynamo.send(new DescribeTableCommand({ TableName }), { abortSignal }),
                dynamo.send(new DescribeContinuousBackupsCommand({ TableName }), { abortSignal }),
              ])
              const { PointInTimeRecoveryStatus } = backups?.PointInTimeRecoveryDescription ?? {}
              return {
                name: TableName,
                isProtected: Table?.DeletionProtectionEnabled ?? false,
                isRecoverable: PointInTimeRecoveryStatus === 'ENABLED',
              }
            }),
          ),
        limits,
      ),

    readConcurrency: () =>
      readFact(async (abortSignal) => {
        const settings = await new LambdaClient(shared).send(new GetAccountSettingsCommand(), { abortSignal })
        return settings.AccountLimit?.ConcurrentExecutions
      }, limits),

    /** @param arn undefined: the certificate that the stack has made */
    readCertificate: (arn: string | undefined) =>
      readFact(
        async (abortSignal): Promise<IssuedCertificate | undefined> => {
          const [own] = arn === undefined ? await namesOf('AWS::CertificateManager::Certificate', abortSignal) : [arn]
          if (own === undefined) return undefined
          const client = new ACMClient({ ...shared, region: own.split(':')[3] ?? place.region })
          const { Certificate } = await client.send(new DescribeCertificateCommand({ CertificateArn: own }), {
            abortSignal,
          })
          return { status: Certificate?.Status ?? '', renewal: Certificate?.RenewalSummary?.RenewalStatus }
        },
        { ...limits, isMissing: isNamed('ResourceNotFoundException') },
      ),
  }
}

/** Returns the digest in the message of a schedule; undefined if the schedule is for something else. */
function readDigest(input: string): string | undefined {
  const [, digest] = /"digest"\s*:\s*"([a-z0-9-]+)"/.exec(input) ?? []
  return digest
}
