import { TimeZone } from 'aws-cdk-lib'
import { ContextAttribute, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import { scheduleExpression } from '../core/issues/schedule-expression.ts'
import type { Publication } from '../core/publication.ts'
import type { Settings } from '../core/settings.ts'
import { Lambda, seconds } from './lambda.ts'
import { scheduleMessage } from './schedule-message.ts'
import type { Storage } from './storage.ts'

/** Each digest, when it is due, becomes an issue. */
export class Issues extends Construct {
  constructor(scope: Construct, storage: Storage, settings: Settings, publication: Publication) {
    super(scope, 'Issues')
    const compose = new Lambda(this, 'compose-issue', { settings, timeout: seconds(60) })
    compose.consume(storage.composeQueue, { concurrency: 2 })
    compose.grantItems(storage.articles, ['GetItem'], ['article#*'])
    compose.grantItems(storage.issues, ['Query', 'DeleteItem'], ['pending#*'])
    compose.grantItems(storage.issues, ['GetItem', 'PutItem'], ['digest#*'])
    compose.grantItems(storage.issues, ['GetItem', 'PutItem', 'UpdateItem'], ['issue#*'])
    compose.grantObjects(storage.content, ['PutObject'], 'issues/*')
    storage.planQueue.grantSendMessages(compose)
    storage.publishQueue.grantSendMessages(compose)

    for (const [digest, { schedule }] of Object.entries(publication.digests)) {
      const expression = ScheduleExpression.expression(scheduleExpression(schedule), TimeZone.of(publication.timeZone))
      const id = `Compose${digest[0]?.toUpperCase()}${digest.slice(1)}`
      scheduleMessage(this, id, expression, storage.composeQueue, {
        digest,
        requestId: ContextAttribute.executionId,
      })
    }
  }
}
