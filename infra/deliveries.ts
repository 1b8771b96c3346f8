import { Construct } from 'constructs'
import { divideConcurrency } from '../core/deliveries/concurrency.ts'
import type { Settings } from '../core/environment.ts'
import { recipientIndex } from '../core/keys.ts'
import type { Publication } from '../core/publication.ts'
import { Lambda, seconds } from './lambda.ts'
import type { Mailing } from './mail.ts'
import type { Storage } from './storage.ts'

/** Plans one delivery per recipient of an issue and submits each to SES. */
export class Deliveries extends Construct {
  constructor(scope: Construct, storage: Storage, settings: Settings, mailing: Mailing, publication: Publication) {
    super(scope, 'Deliveries')
    const plan = new Lambda(this, 'plan-deliveries', { settings, timeout: seconds(300) })
    plan.consume(storage.planQueue, { batchSize: 1, concurrency: 16 })
    plan.grantItems(storage.issues, ['GetItem', 'UpdateItem'], ['issue#*'])
    plan.grantItems(storage.issues, ['PutItem', 'Query'], ['planned#*'])
    plan.grantItems(storage.issues, ['Query'], ['taken#*'])
    plan.grantObjects(storage.content, ['GetObject'], 'issues/*')
    plan.allow(['dynamodb:Query'], [`${storage.subscribers.tableArn}/index/${recipientIndex}`])
    plan.grantItems(storage.deliveries, ['GetItem', 'PutItem'], ['delivery#*'])
    storage.planQueue.grantSendMessages(plan)
    storage.sendQueue.grantSendMessages(plan)

    const send = new Lambda(this, 'send-deliveries', { settings, timeout: seconds(50), memory: 1024 })
    send.consume(storage.sendQueue, { batchSize: 1, concurrency: divideConcurrency(publication).senders })
    send.grantItems(storage.issues, ['GetItem'], ['issue#*'])
    send.grantObjects(storage.content, ['GetObject'], 'issues/*')
    send.grantItems(storage.subscribers, ['GetItem'], ['secret'])
    send.grantItems(storage.subscribers, ['BatchGetItem'], ['subscriber#*', 'suppression#*'])
    send.grantItems(storage.deliveries, ['GetItem', 'UpdateItem'], ['sending-rate'])
    send.grantItems(storage.deliveries, ['GetItem', 'PutItem'], ['delivery#*'])
    storage.sendQueue.grantSendMessages(send)
    mailing.grantSend(send)

    const control = new Lambda(this, 'control-issue', { settings, timeout: seconds(120) })
    control.consume(storage.controlQueue, { batchSize: 1, concurrency: 16 })
    control.grantItems(storage.issues, ['GetItem', 'UpdateItem'], ['issue#*'])
    control.grantItems(storage.subscribers, ['BatchGetItem'], ['subscriber#*'])
    control.grantObjects(storage.content, ['GetObject'], 'issues/*')
    control.grantItems(storage.deliveries, ['Query', 'PutItem'], ['delivery#*'])
    control.grantItems(storage.deliveries, ['BatchGetItem'], ['statistics#*'])
    storage.controlQueue.grantSendMessages(control)
    storage.sendQueue.grantSendMessages(control)
  }
}
