import { Construct } from 'constructs'
import { divideConcurrency } from '../core/deliveries/concurrency.ts'
import type { Settings } from '../core/environment.ts'
import { recipientIndex } from '../core/keys.ts'
import type { Publication } from '../core/publication.ts'
import type { Events } from './events.ts'
import { grantCounting } from './grant-counting.ts'
import { Lambda, seconds } from './lambda.ts'
import type { Mailing } from './mail.ts'
import type { Storage } from './storage.ts'

/** Plans one delivery per recipient of an issue and submits each to SES. */
export class Deliveries extends Construct {
  constructor(
    scope: Construct,
    storage: Storage,
    settings: Settings,
    mailing: Mailing,
    events: Events,
    publication: Publication,
  ) {
    super(scope, 'Deliveries')
    const plan = new Lambda(this, 'plan-deliveries', { settings, timeout: seconds(300), invokesItself: true })
    plan.consume(storage.planQueue, { batchSize: 1 }) // chains of messages limit how many run at the same time
    plan.grantItems(storage.issues, ['GetItem', 'UpdateItem'], ['issue#*'])
    plan.grantItems(storage.issues, ['GetItem', 'PutItem', 'Query'], ['planned#*'])
    plan.grantItems(storage.issues, ['UpdateItem', 'DeleteItem'], ['open-issues'])
    plan.grantItems(storage.issues, ['Query'], ['taken#*', 'mentioned#*'])
    plan.grantItems(storage.issues, ['PutItem'], ['mentioned#*'])
    plan.grantObjects(storage.content, ['GetObject'], 'issues/*')
    plan.allow(['dynamodb:Query'], [`${storage.subscribers.tableArn}/index/${recipientIndex}`])
    plan.grantItems(storage.deliveries, ['GetItem', 'PutItem'], ['recipients#*', 'progress#*'])
    plan.grantItems(storage.deliveries, ['BatchGetItem', 'PutItem'], ['delivery#*'])
    plan.grantItems(storage.deliveries, ['BatchGetItem', 'ConditionCheckItem'], ['progress#*'])
    plan.grantItems(storage.deliveries, ['GetItem'], ['sending-rate'])
    storage.planQueue.grantSendMessages(plan)
    storage.sendQueue.grantSendMessages(plan)

    const send = new Lambda(this, 'send-deliveries', {
      settings,
      timeout: seconds(50),
      memory: 1024,
      invokesItself: true,
    })
    send.consume(storage.sendQueue, { batchSize: 1, concurrency: divideConcurrency(publication).senders })
    grantCounting(send, storage)
    send.grantObjects(storage.content, ['GetObject'], 'issues/*')
    send.grantItems(storage.subscribers, ['GetItem'], ['secret'])
    send.grantItems(storage.subscribers, ['BatchGetItem'], ['subscriber#*', 'suppression#*'])
    send.grantItems(storage.deliveries, ['GetItem', 'UpdateItem'], ['sending-rate'])
    send.grantItems(storage.deliveries, ['GetItem', 'PutItem'], ['delivery#*'])
    storage.sendQueue.grantSendMessages(send)
    mailing.grantSend(send)

    const control = new Lambda(this, 'control-issue', { settings, timeout: seconds(120), invokesItself: true })
    control.acceptMessages(storage.failures)
    events.invokeOnCommand('control-issue', control, storage.failures)
    events.grantPut(control)
    grantCounting(control, storage)
    control.grantItems(storage.issues, ['PutItem'], ['planned#*'])
    control.grantItems(storage.issues, ['UpdateItem'], ['open-issues'])
    control.grantItems(storage.subscribers, ['BatchGetItem'], ['subscriber#*'])
    control.grantObjects(storage.content, ['GetObject'], 'issues/*')
    control.grantItems(storage.deliveries, ['Query', 'PutItem'], ['delivery#*', 'progress#*'])
    control.grantItems(storage.deliveries, ['PutItem'], ['recipients#*'])
    control.grantItems(storage.deliveries, ['BatchGetItem'], ['statistics#*'])
    storage.planQueue.grantSendMessages(control)
    storage.sendQueue.grantSendMessages(control)
  }
}
