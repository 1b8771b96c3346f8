import { CfnOutput, Fn, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { splitPublication } from '../core/deployment/publication-outputs.ts'
import type { Settings } from '../core/environment.ts'
import { failureSources } from '../core/failure-sources.ts'
import type { Publication } from '../core/publication.ts'
import { Access } from './access.ts'
import { acknowledgeFindings } from './acknowledge-findings.ts'
import { Articles } from './articles.ts'
import { Deliveries } from './deliveries.ts'
import { Deployment } from './deployment.ts'
import { SiteDistribution } from './distribution.ts'
import { Events } from './events.ts'
import { Feedback } from './feedback.ts'
import { FeedAudience } from './feeds/feed-audience.ts'
import { Issues } from './issues.ts'
import { Lambda, pascalCase } from './lambda.ts'
import { UnsubscribeMail } from './mail/unsubscribe-mail.ts'
import { Mailing } from './mail.ts'
import { Alarms } from './monitoring/alarms.ts'
import { Dashboard } from './monitoring/dashboard.ts'
import { Monitoring } from './monitoring/monitoring.ts'
import { Pages } from './pages.ts'
import { SiteAddress } from './site-address.ts'
import { DomainRecords, findCertificate } from './site-domain.ts'
import { Storage } from './storage.ts'
import { createVisitorApi, Subscribers } from './subscribers.ts'

type PostriderProps = {
  /** The certificate of the domain, if another stack makes it. */
  readonly certificateArn?: string
  /** What is deployed, such as `0.2.0+1a2b3c4d`. */
  readonly version?: string
}

/** The whole product. Deployment and local mode use the same stack. */
export class PostriderStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    publication: Publication,
    { certificateArn, version }: PostriderProps = {},
  ) {
    super(scope, id, { description: `Postrider: ${publication.title}` })
    const storage = new Storage(this, publication)
    const mailing = new Mailing(this, publication)
    const address = new SiteAddress(this, publication)
    // The UUID at the end of the stack's id cannot be guessed from outside the account, and needs no stored secret.
    const originKey = Fn.select(2, Fn.split('/', this.stackId))
    const visitors = createVisitorApi(this)
    const { api } = visitors
    const { domain: configured, hub } = publication
    const domain = configured && {
      name: configured.name,
      certificate: findCertificate(this, { ...configured, ...(certificateArn && { certificate: certificateArn }) }),
    }
    const { distribution } = new SiteDistribution(this, storage, api, { address, originKey, hub, domain })
    if (configured) new DomainRecords(this, configured, distribution)
    const settings = this.settings({ siteUrl: address.at(distribution), originKey }, storage, mailing)
    const events = new Events(this)
    events.announceChanges(storage, settings)

    new Articles(this, storage, settings, events, publication)
    new Pages(this, storage, settings)
    if (storage.accessLogs) new FeedAudience(this, storage, storage.accessLogs, settings)
    const deployment = new Deployment(this, storage, settings, events)
    new Subscribers(this, api, storage, settings, mailing)
    new Issues(this, visitors, storage, settings, events, publication)
    new Deliveries(this, storage, settings, mailing, events, publication)
    const feedback = new Feedback(this, storage, settings, mailing)
    const { unsubscribeMail } = publication
    if (unsubscribeMail) new UnsubscribeMail(this, storage, settings, events, unsubscribeMail)
    new Access(this, storage, mailing)
    const { check } = new Monitoring(this, storage, settings, events)
    const { operator } = publication
    const alarms = new Alarms(this, { storage, api, check, feedback: feedback.log, operator })
    new Dashboard(this, { alarms: alarms.all, storage, api })
    deployment.beginLast()
    this.tell('AlarmsTopic', 'The topic that reports alarms', alarms.topic.topicArn)
    // The deploy command reads it to find out which publication the stack belongs to.
    this.tell('Publication', 'The tag of the publication', publication.tag)
    // The CLI and the console operate the stack with this publication, and compare their version with this one.
    for (const [name, part] of Object.entries(splitPublication(publication))) {
      this.tell(name, 'A part of publication.json, with defaults, in base64', part)
    }
    if (version !== undefined) this.tell('Version', 'The deployed version of Postrider', version)
    this.tell('DistributionDomainName', "The distribution's own domain", distribution.distributionDomainName)
    this.tell('DistributionId', 'The distribution of the site', distribution.distributionId)

    // The CLI finds the resources of a stack through these outputs, which have the names of the settings.
    for (const [name, value] of Object.entries(settings)) {
      this.tell(`${pascalCase(name)}Setting`, 'A setting of the Lambdas', value)
    }
    this.tell('EventLog', 'The log group of what the stack has announced', events.log.logGroupName)
    this.tell('FailuresUrl', 'The dead-letter queue', storage.failures.queueUrl)
    for (const [name, place] of this.failureSources(storage)) {
      this.tell(`${pascalCase(name)}Source`, 'Where failed messages of this kind come from', place)
    }
    acknowledgeFindings(this)
  }

  private tell(name: string, description: string, value: string): void {
    new CfnOutput(this, name, { description, value })
  }

  /** Returns the queue or the Lambda from which messages get into the dead-letter queue, by the name of their source. */
  private failureSources({ consumed }: Storage): [string, string][] {
    const lambdas = this.node.findAll().filter((each) => each instanceof Lambda)
    return Object.entries(failureSources).flatMap(([name, source]) => {
      const queue = consumed.find((each) => each.name.toLowerCase() === name)?.queue
      const lambda = lambdas.find((each) => each.lambdaName === source.lambda)
      const place = source.kind === 'queue' ? queue?.queueUrl : lambda?.functionName
      return place === undefined ? [] : [[name, place]]
    })
  }

  private settings(site: Pick<Settings, 'siteUrl' | 'originKey'>, storage: Storage, mailing: Mailing): Settings {
    return {
      ...site,
      uploadsBucket: storage.uploads.bucketName,
      contentBucket: storage.content.bucketName,
      siteBucket: storage.site.bucketName,
      ...(storage.accessLogs && { accessLogsBucket: storage.accessLogs.bucketName }),
      articlesTable: storage.articles.tableName,
      issuesTable: storage.issues.tableName,
      deliveriesTable: storage.deliveries.tableName,
      subscribersTable: storage.subscribers.tableName,
      ingestQueueUrl: storage.ingestQueue.queueUrl,
      filesQueueUrl: storage.filesQueue.queueUrl,
      publishQueueUrl: storage.publishQueue.queueUrl,
      ...(storage.pingQueue && { pingQueueUrl: storage.pingQueue.queueUrl }),
      planQueueUrl: storage.planQueue.queueUrl,
      sendQueueUrl: storage.sendQueue.queueUrl,
      feedbackQueueUrl: storage.feedbackQueue.queueUrl,
      confirmationQueueUrl: storage.confirmationQueue.queueUrl,
      failuresQueueUrl: storage.failures.queueUrl,
      configurationSet: mailing.configurationSet.configurationSetName,
      eventBus: this.stackName,
    }
  }
}
