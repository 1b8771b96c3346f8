import { TimeZone } from 'aws-cdk-lib'
import { type CfnStage, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { ContextAttribute, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import { parseSchedule } from 'schedule-expressions/occurrences'
import type { Settings } from '../core/environment.ts'
import { clickFolder } from '../core/issues/counted-links.ts'
import { alonePartition } from '../core/keys.ts'
import type { Publication } from '../core/publication.ts'
import { missingHourExpression } from '../core/schedules/missing-hour.ts'
import { scheduleExpressions } from '../core/schedules/schedule-expression.ts'
import type { Events } from './events.ts'
import { Lambda, seconds } from './lambda.ts'
import { scheduleLambda } from './schedule-lambda.ts'
import type { Storage } from './storage.ts'
import type { VisitorApi } from './subscribers.ts'

/**
 * Requests per second, and requests in one burst, that follow links in mails. Many readers open a mail in its first minutes,
 * and the limits of the API are for visitors who subscribe and unsubscribe.
 */
const throttle = { ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 2_000 }

/** Composes an issue of each digest at its scheduled times, and leads readers on from the counted links in its mails. */
export class Issues extends Construct {
  constructor(
    scope: Construct,
    visitors: VisitorApi,
    storage: Storage,
    settings: Settings,
    events: Events,
    publication: Publication,
  ) {
    super(scope, 'Issues')
    this.followLinks(visitors, storage, settings)
    const compose = new Lambda(this, 'compose-issue', { settings, timeout: seconds(60) })
    compose.acceptMessages(storage.failures)
    events.invokeOnCommand('compose-issue', compose, storage.failures)
    compose.grantItems(storage.articles, ['GetItem'], ['article#*'])
    compose.grantItems(storage.issues, ['Query', 'DeleteItem'], ['pending#*', 'correction#*'])
    compose.grantItems(storage.issues, ['GetItem', 'UpdateItem'], ['insert#*'])
    compose.grantItems(storage.issues, ['Query', 'PutItem'], ['taken#*', 'recent-corrections'])
    compose.grantItems(storage.issues, ['PutItem'], ['mentioned#*', alonePartition])
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

  private followLinks({ api, stage }: VisitorApi, storage: Storage, settings: Settings): void {
    const follow = new Lambda(this, 'follow-link', { settings, timeout: seconds(10) })
    follow.grantItems(storage.issues, ['GetItem'], ['issue#*'])
    follow.grantObjects(storage.content, ['GetObject'], 'issues/*')
    follow.grantItems(storage.deliveries, ['UpdateItem'], ['clicks#*'])
    const integration = new HttpLambdaIntegration('FollowLink', follow)
    const path = `${clickFolder}/{proxy+}`
    const methods = [HttpMethod.GET, HttpMethod.HEAD]
    // API Gateway accepts the limits of a route only if the route exists.
    for (const route of api.addRoutes({ path, methods, integration })) stage.node.addDependency(route)
    const cfnStage = stage.node.defaultChild as CfnStage // an L2 stage's default child is its CfnStage
    cfnStage.routeSettings = Object.fromEntries(methods.map((method) => [`${method} ${path}`, throttle]))
  }
}

/** @throws {Error} for an expression that EventBridge would reject */
function readExpression(expression: string, { timeZone }: Publication): ScheduleExpression {
  parseSchedule(expression, timeZone)
  return ScheduleExpression.expression(expression, TimeZone.of(timeZone))
}
