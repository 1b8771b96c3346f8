import { Duration, Stack } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  LogQueryWidget,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import { Lambda } from '../lambda.ts'
import type { Storage } from '../storage.ts'

type Shown = {
  readonly alarms: readonly Alarm[]
  readonly storage: Storage
  readonly api: HttpApi
}

/**
 * One page with everything that an operator looks at: alarms, mails, queues, Lambdas and visitors. A dashboard with more
 * than 50 metrics costs $3 a month, so Lambdas are listed from their logs.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, { alarms, storage, api }: Shown) {
    super(scope, 'Dashboard')
    const { stackName, region } = Stack.of(this)
    const lambdas = Stack.of(this)
      .node.findAll()
      .filter((each) => each instanceof Lambda)
    const logGroupNames = lambdas.map(({ logGroup }) => logGroup.logGroupName)
    const ofQueues = (read: (queue: (typeof storage.consumed)[number]['queue']) => Metric) =>
      storage.consumed.map(({ name, queue }) => read(queue).with({ label: name }))
    new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: `${stackName}-${region}`,
      defaultInterval: Duration.days(1),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 4, alarms: [...alarms] })],
        [
          graph('Mails a minute', ['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject'].map(sesMetric)),
          graph('Bounce and complaint rate', ['Reputation.BounceRate', 'Reputation.ComplaintRate'].map(sesRate)),
        ],
        [
          graph(
            'Messages in queues',
            ofQueues((queue) => queue.metricApproximateNumberOfMessagesVisible()),
          ),
          graph(
            'Age of the oldest message, in seconds',
            ofQueues((queue) => queue.metricApproximateAgeOfOldestMessage()),
          ),
        ],
        [
          graph('Visitors: requests and errors', [api.metricCount(), api.metricClientError(), api.metricServerError()]),
          graph('Visitors: latency, in milliseconds', [
            api.metricLatency({ statistic: 'p50', label: 'p50' }),
            api.metricLatency({ statistic: 'p90', label: 'p90' }),
          ]),
        ],
        [
          graph('All Lambdas of the account', [
            ofAccount('ConcurrentExecutions', 'Maximum', 'at the same time'),
            ofAccount('Throttles', 'Sum', 'throttled'),
          ]),
          // Lambda writes a line about each run.
          new LogQueryWidget({
            title: 'Runs and their duration, in milliseconds',
            width: 12,
            height: 6,
            logGroupNames,
            queryLines: [
              'filter type = "platform.report"',
              'stats count(*) as runs, pct(record.metrics.durationMs, 90) as p90, max(record.metrics.durationMs) as longest by @log',
              'sort p90 desc',
            ],
          }),
        ],
        [
          new LogQueryWidget({
            title: 'Errors',
            width: 24,
            height: 6,
            logGroupNames,
            queryLines: [
              'fields @timestamp, service, message, error.message',
              'filter level = "ERROR" or record.status in ["error", "timeout"]',
              'sort @timestamp desc',
            ],
          }),
        ],
      ],
    })
  }
}

function graph(title: string, left: readonly IMetric[]): GraphWidget {
  return new GraphWidget({ title, width: 12, height: 6, left: [...left] })
}

/** Without dimensions, Lambda's metrics are of all Lambdas of the account, which share its concurrency. */
const ofAccount = (metricName: string, statistic: string, label: string) =>
  new Metric({ namespace: 'AWS/Lambda', metricName, statistic, label, period: Duration.minutes(5) })

const sesMetric = (metricName: string) =>
  new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Sum', period: Duration.minutes(1) })

const sesRate = (metricName: string) =>
  new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Maximum', period: Duration.minutes(15) })
