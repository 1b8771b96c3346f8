import { ArnFormat, Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Storage } from './storage.ts'

/** Alarms that tell the operator, through an SNS topic, what users lose and which section of the runbook helps. */
export class Alarms extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, storage: Storage, feedbackLog: ILogGroup) {
    super(scope, 'Alarms')
    this.topic = new Topic(this, 'Topic', { enforceSSL: true })
    allowAlarms(this.topic)

    this.add(
      'Failures',
      'Messages failed in spite of all retries. `postrider failures ls` shows where, and what users lose.',
      storage.failures.metricApproximateNumberOfMessagesVisible({ period: minute, statistic: 'Maximum' }),
      0,
    )
    const reputation = (metricName: string) =>
      new Metric({ namespace: 'AWS/SES', metricName, period: Duration.minutes(15), statistic: 'Maximum' })
    this.add(
      'BounceRate',
      'SES reviews accounts above 5 % and may stop them from sending.',
      reputation('Reputation.BounceRate'),
      0.04,
    )
    this.add(
      'ComplaintRate',
      'SES reviews accounts above 0.1 %, and mailbox providers treat more of their mail as spam.',
      reputation('Reputation.ComplaintRate'),
      0.0008,
    )
    const paused = new MetricFilter(this, 'PausedFilter', {
      logGroup: feedbackLog,
      filterPattern: FilterPattern.stringValue('$.message', '=', 'issue paused'),
      metricNamespace: 'Postrider',
      metricName: 'IssuesPaused',
    })
    this.add(
      'IssuePaused',
      'An issue paused itself because too many of its mails bounced or drew complaints.',
      paused.metric({ period: minute, statistic: 'Sum' }),
      0,
    )
  }

  private add(name: string, loss: string, metric: IMetric, threshold: number): void {
    const alarm = new Alarm(this, name, {
      alarmDescription: `${loss} What to do: docs/runbook.md, section ${name}.`,
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(this.topic))
  }
}

const minute = Duration.minutes(1)

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
