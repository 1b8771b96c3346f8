import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib'
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager'
import type { Construct } from 'constructs'
import type { Settings } from '../core/environment.ts'
import type { Publication } from '../core/publication.ts'
import { acknowledgeFindings } from './acknowledge-findings.ts'
import { Alarms } from './alarms.ts'
import { Articles } from './articles.ts'
import { Deliveries } from './deliveries.ts'
import { SiteDistribution } from './distribution.ts'
import { Feedback } from './feedback.ts'
import { Issues } from './issues.ts'
import { Mailing } from './mail.ts'
import { Pages } from './pages.ts'
import { SiteAddress } from './site-address.ts'
import { DomainRecords, findCertificate } from './site-domain.ts'
import { Storage } from './storage.ts'
import { createVisitorApi, Subscribers } from './subscribers.ts'

type PostriderProps = StackProps & {
  /** The certificate of the domain, if another stack makes it. */
  readonly certificate?: ICertificate
}

/** The whole product. Deployment and local mode use the same stack. */
export class PostriderStack extends Stack {
  constructor(scope: Construct, id: string, publication: Publication, { certificate, ...props }: PostriderProps = {}) {
    super(scope, id, { ...props, description: `Postrider: ${publication.title}` })
    const storage = new Storage(this)
    const mailing = new Mailing(this, publication)
    const address = new SiteAddress(this, publication)
    // The UUID at the end of the stack's id cannot be guessed from outside the account, and needs no stored secret.
    const originKey = Fn.select(2, Fn.split('/', this.stackId))
    const api = createVisitorApi(this)
    const { domain: configured, hub } = publication
    const domain = configured && { ...configured, certificate: certificate ?? findCertificate(this, configured) }
    const { distribution } = new SiteDistribution(this, storage, api, { address, originKey, hub, domain })
    if (configured) new DomainRecords(this, configured, distribution)
    const settings = this.settings({ siteUrl: address.at(distribution), originKey }, storage, mailing)

    new Articles(this, storage, settings)
    new Pages(this, storage, settings)
    new Subscribers(this, api, storage, settings, mailing)
    new Issues(this, storage, settings, publication)
    new Deliveries(this, storage, settings, mailing, publication)
    const feedback = new Feedback(this, storage, settings, mailing)
    const alarms = new Alarms(this, storage, feedback.log)
    new CfnOutput(this, 'AlarmsTopic', { value: alarms.topic.topicArn })
    new CfnOutput(this, 'DistributionDomainName', { value: distribution.distributionDomainName })
    new CfnOutput(this, 'DistributionId', { value: distribution.distributionId })

    // The CLI finds the resources of a stack through these outputs, which have the names of the settings.
    for (const [name, value] of Object.entries(settings)) {
      new CfnOutput(this, `${name[0]?.toUpperCase()}${name.slice(1)}Setting`, { value })
    }
    for (const { name, queue, failures } of storage.consumed) {
      new CfnOutput(this, `${name}Failures`, { value: Fn.join(' ', [queue.queueUrl, failures.queueUrl]) })
    }
    acknowledgeFindings(this)
  }

  private settings(site: Pick<Settings, 'siteUrl' | 'originKey'>, storage: Storage, mailing: Mailing): Settings {
    return {
      ...site,
      uploadsBucket: storage.uploads.bucketName,
      contentBucket: storage.content.bucketName,
      siteBucket: storage.site.bucketName,
      articlesTable: storage.articles.tableName,
      issuesTable: storage.issues.tableName,
      deliveriesTable: storage.deliveries.tableName,
      subscribersTable: storage.subscribers.tableName,
      ingestQueueUrl: storage.ingestQueue.queueUrl,
      filesQueueUrl: storage.filesQueue.queueUrl,
      publishQueueUrl: storage.publishQueue.queueUrl,
      reconcileQueueUrl: storage.reconcileQueue.queueUrl,
      pingQueueUrl: storage.pingQueue.queueUrl,
      composeQueueUrl: storage.composeQueue.queueUrl,
      planQueueUrl: storage.planQueue.queueUrl,
      controlQueueUrl: storage.controlQueue.queueUrl,
      sendQueueUrl: storage.sendQueue.queueUrl,
      confirmationQueueUrl: storage.confirmationQueue.queueUrl,
      configurationSet: mailing.configurationSet.configurationSetName,
      eventBus: this.stackName,
    }
  }
}
