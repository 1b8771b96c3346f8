import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Storage } from './storage.ts'

/** What people lose when messages of a queue failed again and again. docs/runbook.md has a section for each. */
const losses: Readonly<Record<string, string>> = {
  Ingest: 'An upload was not looked at: its editor has no receipt, and its article is not on the site.',
  Files: 'An image or another file beside an article is not on the site.',
  Reconcile: 'The hourly look for lost events did not end.',
  Insert: 'An insert for an issue was not read: it will be missing from the mail.',
  Release: 'Articles that are due may not have been published.',
  Publish: 'Feeds or pages are older than the articles.',
  Ping: 'The WebSub hub was not told of changed feeds: some readers see them later.',
  Compose: 'A digest did not run: its articles wait for the next run.',
  Plan: 'Some subscribers are not among the recipients of an issue yet.',
  Send: 'Some recipients of an issue have not got it yet.',
  Control: 'An order to resume, cancel or retry an issue was not followed to the end.',
  Feedback: 'Bounces or complaints were not recorded: addresses may be mailed that must not be.',
  Confirmation: 'Somebody who subscribed waits for the mail to confirm it.',
}

/** Tells the operator, by an SNS topic, what users lose and where to read what to do. */
export class Alarms extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, storage: Storage, feedbackLog: ILogGroup) {
    super(scope, 'Alarms')
    this.topic = new Topic(this, 'Topic', { enforceSSL: true })
    this.topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'))

    for (const { name, failures } of storage.consumed) {
      const metric = failures.metricApproximateNumberOfMessagesVisible({ period: minute, statistic: 'Maximum' })
      this.add(`${name}Failures`, losses[name] ?? 'Messages failed.', metric, 0)
    }
    const reputation = (metricName: string) =>
      new Metric({ namespace: 'AWS/SES', metricName, period: Duration.minutes(15), statistic: 'Maximum' })
    this.add(
      'BounceRate',
      'SES reviews accounts above 5 %: sending may be stopped.',
      reputation('Reputation.BounceRate'),
      0.04,
    )
    this.add(
      'ComplaintRate',
      'SES reviews accounts above 0.1 %, and mailbox providers file more as spam.',
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
      'An issue stopped itself, because too many of its mails bounced or were complained about.',
      paused.metric({ period: minute, statistic: 'Sum' }),
      0,
    )
  }

  private add(name: string, losing: string, metric: IMetric, above: number): void {
    const alarm = new Alarm(this, name, {
      alarmDescription: `${losing} What to do: docs/runbook.md, section ${name}.`,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(this.topic))
  }
}

const minute = Duration.minutes(1)
