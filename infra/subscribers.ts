import { Duration, Stack } from 'aws-cdk-lib'
import { HttpApi, HttpMethod, HttpStage, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration, HttpSqsIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Settings } from '../core/environment.ts'
import { recipientIndex, welcomeIndex } from '../core/keys.ts'
import { tokenAttribute } from '../core/subscribers/requests/one-click.ts'
import { Lambda, seconds } from './lambda.ts'
import type { Mailing } from './mail.ts'
import { scheduleLambda } from './schedule-lambda.ts'
import type { Storage } from './storage.ts'

/** The paths of the subscription API, which the distribution forwards to it. */
export const visitorPaths = [
  '/subscribe',
  '/confirm',
  '/unsubscribe',
  '/resubscribe',
  '/preferences',
  '/address',
  '/export',
  '/erase',
] as const

/**
 * Requests per second, and requests in one burst. The API's own address is public, so anyone can send requests that
 * bypass the distribution, and each invokes a Lambda. Two hundred a second let 150 people a second subscribe, with room for
 * other requests; a flood at that rate costs less than two dollars an hour.
 */
const throttle = { rateLimit: 200, burstLimit: 400 }

export type VisitorApi = { readonly api: HttpApi; readonly stage: HttpStage }

/**
 * Adds the API without routes: the distribution forwards to it, and the Lambda behind its routes needs the
 * distribution's address.
 */
export function createVisitorApi(scope: Construct): VisitorApi {
  const api = new HttpApi(scope, 'VisitorApi', {
    apiName: Stack.of(scope).stackName,
    description: 'Postrider: subscriptions',
    createDefaultStage: false,
  })
  const stage = new HttpStage(scope, 'VisitorStage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    throttle,
  })
  return { api, stage }
}

/** Lets visitors subscribe, confirm, change their preferences and unsubscribe, and mails the welcome series. */
export class Subscribers extends Construct {
  constructor(scope: Construct, api: HttpApi, storage: Storage, settings: Settings, mailing: Mailing) {
    super(scope, 'Subscribers')
    const manage = new Lambda(this, 'manage-subscription', { settings, timeout: seconds(10) })
    manage.grantItems(
      storage.subscribers,
      ['GetItem', 'PutItem', 'DeleteItem'],
      ['subscriber#*', 'address#*', 'move#*'],
    )
    manage.grantItems(storage.subscribers, ['GetItem', 'PutItem'], ['salt#*', 'secret'])
    manage.grantItems(storage.subscribers, ['PutItem'], ['departure#*'])
    manage.grantItems(storage.subscribers, ['GetItem', 'DeleteItem'], ['suppression#*'])
    manage.grantItems(storage.subscribers, ['PutItem'], ['soft-bounce#*'])
    mailing.grantLifting(manage)
    manage.grantItems(storage.subscribers, ['UpdateItem'], ['rate#*'])
    manage.grantItems(storage.deliveries, ['UpdateItem'], ['unsubscriptions#*'])
    manage.grantItems(storage.subscribers, ['UpdateItem'], ['reasons'])
    manage.grantItems(storage.subscribers, ['PutItem'], ['answered#*', 'reason-texts'])
    manage.grantItems(storage.articles, ['GetItem'], ['offered-topics'])
    manage.grantItems(storage.articles, ['BatchGetItem'], ['listings'])
    storage.confirmationQueue.grantSendMessages(manage)

    const confirm = new Lambda(this, 'send-confirmation', { settings, timeout: seconds(30), invokesItself: true })
    confirm.consume(storage.confirmationQueue)
    confirm.grantItems(storage.subscribers, ['BatchGetItem'], ['subscriber#*', 'secret'])
    confirm.grantItems(storage.subscribers, ['BatchGetItem', 'PutItem', 'DeleteItem'], ['suppression#*'])
    confirm.grantItems(storage.subscribers, ['DeleteItem'], ['soft-bounce#*'])
    mailing.grantLifting(confirm)
    confirm.grantItems(storage.issues, ['GetItem'], ['digest#*', 'issue#*'])
    confirm.grantItems(storage.deliveries, ['GetItem', 'UpdateItem'], ['sending-rate'])
    confirm.grantItems(storage.subscribers, ['PutItem'], ['subscriber#*', 'address#*'])
    confirm.grantItems(storage.deliveries, ['UpdateItem'], ['unsubscriptions#*'])
    storage.confirmationQueue.grantSendMessages(confirm)
    mailing.grantSend(confirm)

    this.sendWelcomeMails(storage, settings, mailing)

    const integration = new HttpLambdaIntegration('ManageSubscription', manage)
    for (const path of visitorPaths) {
      api.addRoutes({ path, methods: [HttpMethod.ANY], integration })
    }
    this.queueOneClick(api, storage.confirmationQueue)
  }

  /**
   * Puts the requests of mail programs into a queue (docs/decisions/0091-one-click-requests-are-queued.md). The
   * distribution sends them to a path of their own.
   */
  private queueOneClick(api: HttpApi, queue: IQueue): void {
    const token = { DataType: 'String', StringValue: `\${request.querystring.t}` }
    const parameterMapping = new ParameterMapping()
      .custom('QueueUrl', queue.queueUrl)
      .custom('MessageBody', '$request.body')
      .custom('MessageAttributes', JSON.stringify({ [tokenAttribute]: token }))
    const integration = new HttpSqsIntegration('OneClick', { queue, parameterMapping })
    api.addRoutes({ path: '/unsubscribe/one-click', methods: [HttpMethod.POST], integration })
  }

  private sendWelcomeMails(storage: Storage, settings: Settings, mailing: Mailing): void {
    const send = new Lambda(this, 'send-welcome-mails', { settings, timeout: seconds(60) })
    send.acceptMessages(storage.failures)
    send.grantItems(storage.issues, ['Query'], ['welcome'])
    send.allow(['dynamodb:Query'], [`${storage.subscribers.tableArn}/index/${welcomeIndex}`])
    send.allow(['dynamodb:Query'], [`${storage.subscribers.tableArn}/index/${recipientIndex}`])
    send.grantItems(storage.subscribers, ['GetItem'], ['secret'])
    send.grantItems(storage.subscribers, ['GetItem', 'PutItem'], ['re-permission'])
    send.grantItems(storage.subscribers, ['BatchGetItem'], ['subscriber#*', 'suppression#*'])
    send.grantItems(storage.subscribers, ['PutItem'], ['subscriber#*'])
    send.grantItems(storage.deliveries, ['GetItem', 'PutItem'], ['delivery#*'])
    send.grantItems(storage.deliveries, ['GetItem', 'UpdateItem'], ['sending-rate'])
    mailing.grantSend(send)
    const everyMinute = ScheduleExpression.rate(Duration.minutes(1))
    scheduleLambda(this, 'SendWelcome', everyMinute, send, storage.failures, { send: 'welcome' })
  }
}
