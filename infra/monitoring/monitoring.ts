import { Duration } from 'aws-cdk-lib'
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import type { Settings } from '../../core/environment.ts'
import type { Events } from '../events.ts'
import { Lambda, seconds } from '../lambda.ts'
import { scheduleLambda } from '../schedule-lambda.ts'
import type { Storage } from '../storage.ts'

/** Checks every five minutes that everything that was due has happened. The alarms are based on its log. */
export class Monitoring extends Construct {
  readonly check: Lambda

  constructor(scope: Construct, storage: Storage, settings: Settings, events: Events) {
    super(scope, 'Monitoring')
    this.check = new Lambda(this, 'check-stack', { settings, timeout: seconds(60) })
    this.check.acceptMessages(storage.failures)
    this.check.grantItems(storage.articles, ['GetItem', 'PutItem'], ['health'])
    this.check.grantItems(storage.articles, ['GetItem'], ['deployment', 'change#publication'])
    this.check.grantItems(storage.issues, ['GetItem'], ['digest#*'])
    this.check.grantItems(storage.issues, ['Query'], ['open-issues'])
    this.check.grantItems(storage.issues, ['BatchGetItem'], ['issue#*'])
    events.grantPut(this.check)
    this.check.allow(['cloudwatch:GetMetricStatistics', 'ses:GetAccountSendingEnabled', 'ses:GetSendQuota'], ['*'])
    this.check.acknowledgeWildcard('*', 'CloudWatch and SES support no resource-level permissions for these reads.')
    scheduleLambda(this, 'Check', ScheduleExpression.rate(Duration.minutes(5)), this.check, storage.failures, {})
  }
}
