import { TimeZone } from 'aws-cdk-lib'
import { ContextAttribute, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import { parseSchedule } from 'schedule-expressions/occurrences'
import type { Settings } from '../core/environment.ts'
import type { Publication } from '../core/publication.ts'
import { missingHourExpression } from '../core/schedules/missing-hour.ts'
import { scheduleExpressions } from '../core/schedules/schedule-expression.ts'
import { Lambda, seconds } from './lambda.ts'
import { scheduleMessage } from './schedule-message.ts'
import type { Storage } from './storage.ts'

/** Composes an issue of each digest at its scheduled times, and keeps what editors upload for the next issue. */
export class Issues extends Construct {
  constructor(scope: Construct, storage: Storage, settings: Settings, publication: Publication) {
    super(scope, 'Issues')
    const compose = new Lambda(this, 'compose-issue', { settings, timeout: seconds(60) })
    compose.consume(storage.composeQueue, { concurrency: 2 })
    compose.grantItems(storage.articles, ['GetItem'], ['article#*'])
    compose.grantItems(storage.issues, ['Query', 'DeleteItem'], ['pending#*', 'correction#*'])
    compose.grantItems(storage.issues, ['GetItem', 'UpdateItem'], ['insert#*'])
    compose.grantItems(storage.issues, ['Query', 'PutItem'], ['taken#*'])
    compose.grantItems(storage.issues, ['GetItem', 'PutItem'], ['digest#*'])
    compose.grantItems(storage.issues, ['GetItem', 'PutItem', 'UpdateItem'], ['issue#*'])
    compose.grantItems(storage.issues, ['PutItem'], ['open-issues'])
    compose.grantObjects(storage.content, ['GetObject', 'PutObject'], 'issues/*')
    compose.grantObjects(storage.content, ['GetObject'], 'articles/*')
    storage.planQueue.grantSendMessages(compose)
    storage.publishQueue.grantSendMessages(compose)

    const insert = new Lambda(this, 'ingest-insert', { settings, timeout: seconds(60) })
    insert.consume(storage.insertQueue, { concurrency: 2 })
    insert.grantObjects(storage.uploads, ['GetObject'])
    insert.grantObjects(storage.uploads, ['PutObject'], 'receipts/*')
    insert.grantAbsence(storage.uploads)
    insert.grantItems(storage.issues, ['GetItem', 'PutItem'], ['insert#*'])

    for (const [digest, { schedule }] of Object.entries(publication.digests)) {
      for (const [index, expression] of scheduleExpressions(schedule).entries()) {
        const id = `Compose${digest[0]?.toUpperCase()}${digest.slice(1)}${index || ''}`
        this.run(id, expression, publication.timeZone, storage, { digest })
        const second = missingHourExpression(expression, publication.timeZone)
        if (second) this.run(`${id}Shifted`, second, publication.timeZone, storage, { digest, shifted: true })
      }
    }
  }

  /** @throws {Error} for an expression that EventBridge would reject */
  private run(id: string, expression: string, timeZone: string, { composeQueue }: Storage, message: object): void {
    parseSchedule(expression, timeZone)
    scheduleMessage(this, id, ScheduleExpression.expression(expression, TimeZone.of(timeZone)), composeQueue, {
      ...message,
      requestId: ContextAttribute.executionId,
      scheduledAt: ContextAttribute.scheduledTime,
    })
  }
}
