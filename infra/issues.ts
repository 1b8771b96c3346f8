import { TimeZone } from 'aws-cdk-lib'
import { ContextAttribute, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import { parseSchedule } from 'schedule-expressions/occurrences'
import type { Settings } from '../core/environment.ts'
import type { Publication } from '../core/publication.ts'
import { missingHourExpression } from '../core/schedules/missing-hour.ts'
import { scheduleExpressions } from '../core/schedules/schedule-expression.ts'
import type { Events } from './events.ts'
import { Lambda, seconds } from './lambda.ts'
import { scheduleLambda } from './schedule-lambda.ts'
import type { Storage } from './storage.ts'

/** Composes an issue of each digest at its scheduled times. */
export class Issues extends Construct {
  constructor(scope: Construct, storage: Storage, settings: Settings, events: Events, publication: Publication) {
    super(scope, 'Issues')
    const compose = new Lambda(this, 'compose-issue', { settings, timeout: seconds(60) })
    compose.acceptMessages(storage.failures)
    events.invokeOnCommand('compose-issue', compose, storage.failures)
    compose.grantItems(storage.articles, ['GetItem'], ['article#*'])
    compose.grantItems(storage.issues, ['Query', 'DeleteItem'], ['pending#*', 'correction#*'])
    compose.grantItems(storage.issues, ['GetItem', 'UpdateItem'], ['insert#*'])
    compose.grantItems(storage.issues, ['Query', 'PutItem'], ['taken#*', 'recent-corrections'])
    compose.grantItems(storage.issues, ['PutItem'], ['mentioned#*'])
    compose.grantItems(storage.issues, ['GetItem', 'PutItem'], ['digest#*'])
    compose.grantItems(storage.issues, ['GetItem', 'PutItem', 'UpdateItem'], ['issue#*'])
    compose.grantItems(storage.issues, ['PutItem', 'DeleteItem'], ['open-issues'])
    compose.grantObjects(storage.content, ['GetObject', 'PutObject'], 'issues/*')
    compose.grantObjects(storage.content, ['GetObject'], 'articles/*')
    storage.planQueue.grantSendMessages(compose)
    storage.publishQueue.grantSendMessages(compose)
    storage.confirmationQueue.grantSendMessages(compose)

    for (const [digest, { schedule }] of Object.entries(publication.digests)) {
      for (const [index, expression] of scheduleExpressions(schedule).entries()) {
        const id = `Compose.${digest}${index ? `.${index}` : ''}`
        const run = (name: string, at: string, message: object) =>
          scheduleLambda(this, name, readExpression(at, publication), compose, storage.failures, {
            ...message,
            scheduledAt: ContextAttribute.scheduledTime,
          })
        run(id, expression, { digest })
        const second = missingHourExpression(expression, publication.timeZone)
        if (second) run(`${id}.shifted`, second, { digest, shifted: true })
      }
    }
  }
}

/** @throws {Error} for an expression that EventBridge would reject */
function readExpression(expression: string, { timeZone }: Publication): ScheduleExpression {
  parseSchedule(expression, timeZone)
  return ScheduleExpression.expression(expression, TimeZone.of(timeZone))
}
