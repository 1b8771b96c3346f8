import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import type { Findings } from '../../core/monitoring/health.ts'
import { Lambda } from '../lambda.ts'
import type { Storage } from '../storage.ts'

/** What the alarms watch. */
export type Watched = {
  readonly storage: Storage
  readonly api: HttpApi
  readonly check: Lambda
  readonly feedback: ILogGroup
  /** The address that gets the alarms. */
  readonly operator: string | undefined
}

/** What users lose because of each finding of check-stack. docs/runbook.md has a section for each. */
const findings: Readonly<Record<keyof Findings, { readonly alarm: string; readonly loss: string }>> = {
  missedRuns: {
    alarm: 'DigestMissed',
    loss: 'A digest that was due did not run, even when it was requested again: its subscribers get no mail.',
  },
  lateIssues: { alarm: 'IssueUnfinished', loss: 'An issue is overdue: some recipients are still waiting for it.' },
  lateSite: {
    alarm: 'SiteLate',
    loss: 'Feeds do not show articles that changed half an hour ago, or pages do not show the last deployment.',
  },
  lateQueues: {
    alarm: 'QueueLate',
    loss: 'Messages have waited too long in a queue: uploads, pages or mails are late.',
  },
  restrictedSending: {
    alarm: 'SendingRestricted',
    loss: 'SES has paused the account, or the account is still in the sandbox: subscribers get no mail.',
  },
  poorReputation: {
    alarm: 'Reputation',
    loss: 'Too many mails of the account bounced or drew complaints: SES may stop it from sending.',
  },
}

/**
 * Alarms that notify the operator, through an SNS topic, of what users lose and which section of the runbook helps.
 * Each alarm costs as much as a polled queue, so there is one for each kind of loss; logs and `failures ls` name the
 * place.
 */
export class Alarms extends Construct {
  readonly topic: Topic
  readonly all: Alarm[] = []
  private readonly namespace = `Postrider/${Stack.of(this).stackName}`

  constructor(scope: Construct, { storage, api, check, feedback, operator }: Watched) {
    super(scope, 'Alarms')
    this.topic = new Topic(this, 'Topic', { enforceSSL: true })
    allowAlarms(this.topic)
    if (operator !== undefined) this.topic.addSubscription(new EmailSubscription(operator))

    this.addWork(storage, check)
    this.addApi(api)
    this.addPauses(feedback)
    for (const [name, { alarm, loss }] of Object.entries(findings)) {
      this.add(alarm, loss, this.logged(alarm, check.logGroup, `$.${name}`), { threshold: 0 })
    }
  }

  /** Alarms on Lambdas and their messages. */
  private addWork(storage: Storage, check: Lambda): void {
    const failed = storage.failures.metricApproximateNumberOfMessagesVisible({
      period: minutes(1),
      statistic: 'Maximum',
    })
    const failures = 'Messages failed despite all retries: uploads, pages, mails or commands are not processed.'
    this.add('Failures', failures, failed, { threshold: 0 })

    const errors = this.errorsOf(
      Stack.of(this)
        .node.findAll()
        .filter((each) => each instanceof Lambda),
    )
    const repeated = { threshold: 2, evaluationPeriods: 3, datapointsToAlarm: 2 }
    this.add('Errors', 'Lambdas fail repeatedly: their messages are retried, and their work is late.', errors, repeated)

    // Without dimensions, the metric counts all Lambdas of the account, which share its concurrency.
    const throttles = new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'Throttles',
      period: minutes(5),
      statistic: 'Sum',
    })
    const starved = 'The account is at its quota of concurrent Lambdas: visitors get errors, and work is late.'
    this.add('Throttles', starved, throttles, { threshold: 0, evaluationPeriods: 3 })

    const checks = check.metricInvocations({ period: minutes(15), statistic: 'Sum' })
    this.add(
      'ChecksMissing',
      'Nothing checks digests, issues, feeds and queues, so their alarms stay silent.',
      checks,
      {
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: 2,
        treatMissingData: TreatMissingData.BREACHING,
      },
    )
  }

  private addApi(api: HttpApi): void {
    const period = minutes(5)
    this.add(
      'ApiErrors',
      'Visitors get errors when they subscribe, confirm or unsubscribe, or follow a link in a mail.',
      api.metricServerError({ period, statistic: 'Sum' }),
      { threshold: 2, evaluationPeriods: 3, datapointsToAlarm: 2 },
    )
    this.add(
      'ApiLatency',
      'Visitors wait for more than five seconds when they subscribe, confirm or unsubscribe, or follow a link in a mail.',
      api.metricLatency({ period, statistic: 'p90' }),
      { threshold: 5_000, evaluationPeriods: 3 },
    )
  }

  private addPauses(feedback: ILogGroup): void {
    const paused = new MetricFilter(this, 'PausedFilter', {
      logGroup: feedback,
      filterPattern: FilterPattern.stringValue('$.message', '=', 'issue paused'),
      metricNamespace: this.namespace,
      metricName: 'IssuePaused',
    })
    const loss = 'An issue paused itself because too many of its mails bounced or caused complaints.'
    this.add('IssuePaused', loss, paused.metric({ period: minutes(1), statistic: 'Sum' }), { threshold: 0 })
  }

  /**
   * Makes a metric from a number in the log, with values only if it is not 0. A metric without values costs nothing.
   */
  private logged(metricName: string, logGroup: ILogGroup, field: string): IMetric {
    const filter = new MetricFilter(this, `${metricName}Filter`, {
      logGroup,
      filterPattern: FilterPattern.numberValue(field, '>', 0),
      metricNamespace: this.namespace,
      metricName,
      metricValue: field,
    })
    // Twice the interval of the checks, which vary by a minute. A period without a check would end the alarm for a while.
    return filter.metric({ period: minutes(10), statistic: 'Maximum' })
  }

  /**
   * Makes one metric of the errors of all Lambdas: those that they log, and invocations that Lambda itself ended.
   * Lambda's own metric does not count messages that fail, because the invocation of their batch succeeds.
   */
  private errorsOf(lambdas: readonly Lambda[]): IMetric {
    const metricName = 'Errors'
    for (const lambda of lambdas) {
      new MetricFilter(this, `${lambda.node.id}ErrorsFilter`, {
        logGroup: lambda.logGroup,
        filterPattern: FilterPattern.any(
          FilterPattern.stringValue('$.level', '=', 'ERROR'),
          FilterPattern.stringValue('$.record.status', '=', 'error'),
          FilterPattern.stringValue('$.record.status', '=', 'timeout'),
        ),
        metricNamespace: this.namespace,
        metricName,
      })
    }
    return new Metric({ namespace: this.namespace, metricName, period: minutes(5), statistic: 'Sum' })
  }

  private add(name: string, loss: string, metric: IMetric, options: Partial<AlarmProps> & { threshold: number }): void {
    const alarm = new Alarm(this, name, {
      alarmDescription: `${loss} What to do: docs/runbook.md, section ${name}.`,
      metric,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...options,
    })
    alarm.addAlarmAction(new SnsAction(this.topic))
    alarm.addOkAction(new SnsAction(this.topic))
    this.all.push(alarm)
  }
}

const minutes = (count: number): Duration => Duration.minutes(count)

/** Lets only alarms of the stack's own account and region publish to the topic. */
function allowAlarms(topic: Topic): void {
  const alarms = topic.stack.formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  })
  topic.addToResourcePolicy(
    new PolicyStatement({
      actions: ['sns:Publish'],
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': topic.stack.account },
        ArnLike: { 'aws:SourceArn': alarms },
      },
    }),
  )
}
