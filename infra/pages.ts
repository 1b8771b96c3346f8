import { Construct } from 'constructs'
import type { Settings } from '../core/environment.ts'
import { Lambda, seconds } from './lambda.ts'
import type { Storage } from './storage.ts'

/** Writes feeds and pages to the site bucket, and pings the WebSub hub if there is one. */
export class Pages extends Construct {
  constructor(scope: Construct, storage: Storage, settings: Settings) {
    super(scope, 'Pages')
    const publish = new Lambda(this, 'publish-site', {
      settings,
      timeout: seconds(60),
      memory: 1024,
      invokesItself: true,
    })
    publish.consume(storage.publishQueue)
    publish.grantItems(storage.articles, ['BatchGetItem'], ['article#*', 'change#*', 'archive#*', 'stale'])
    publish.grantItems(storage.articles, ['GetItem'], ['listings'])
    publish.grantItems(storage.articles, ['UpdateItem'], ['change#*', 'listings'])
    publish.grantItems(storage.articles, ['Query'], ['listing#*', 'listings', 'content#*', 'stale'])
    publish.grantItems(storage.articles, ['BatchWriteItem'], ['stale'])
    publish.grantItems(storage.articles, ['BatchGetItem'], ['listing#*'])
    publish.grantItems(storage.articles, ['PutItem', 'UpdateItem', 'DeleteItem'], ['archive#*'])
    publish.grantItems(storage.articles, ['GetItem', 'PutItem'], ['static-files'])
    publish.grantItems(storage.articles, ['PutItem'], ['offered-topics'])
    publish.grantItems(storage.issues, ['GetItem', 'Query'], ['issue#*'])
    publish.grantItems(storage.issues, ['GetItem'], ['digests'])
    storage.publishQueue.grantSendMessages(publish)
    publish.grantObjects(storage.content, ['GetObject'])
    publish.grantObjects(storage.site, ['GetObject', 'PutObject', 'DeleteObject'])
    publish.grantAbsence(storage.site)
    if (!storage.pingQueue) return

    storage.pingQueue.grantSendMessages(publish)
    const ping = new Lambda(this, 'ping-hub', { settings, timeout: seconds(30) })
    ping.consume(storage.pingQueue)
  }
}
