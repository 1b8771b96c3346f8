import path from 'node:path'
import { type App, CfnOutput, Duration, Stack } from 'aws-cdk-lib'
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { CachePolicy, Distribution, ViewerProtocolPolicy } from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Runtime } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs'
import { Bucket, type CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3'
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { Queue } from 'aws-cdk-lib/aws-sqs'

/**
 * Counts the words of every text that is uploaded. `/counts` shows the counts; once a day a schedule writes them to the
 * front page.
 */
export class WordCountStack extends Stack {
  constructor(app: App, id: string) {
    super(app, id)
    const texts = new Bucket(this, 'Texts')
    const pages = new Bucket(this, 'Pages')
    const counts = new TableV2(this, 'Counts', { partitionKey: { name: 'text', type: AttributeType.STRING } })
    const environment = { COUNTS: counts.tableName, PAGES: pages.bucketName }

    const countWords = this.lambda('count-words', environment)
    countWords.addEventSource(new SqsEventSource(this.uploadsOf(texts), { reportBatchItemFailures: true }))
    texts.grantRead(countWords)
    counts.grantWriteData(countWords)

    const showCounts = this.lambda('show-counts', environment)
    counts.grantReadData(showCounts)

    const writeFrontPage = this.lambda('write-front-page', environment)
    counts.grantReadData(writeFrontPage)
    pages.grantPut(writeFrontPage)
    new Schedule(this, 'Daily', {
      schedule: ScheduleExpression.cron({ hour: '7', minute: '0' }),
      target: new LambdaInvoke(writeFrontPage, { input: ScheduleTargetInput.fromObject({}) }),
    })

    const site = this.distribution(pages, showCounts)
    new CfnOutput(this, 'Site', { value: `https://${site.distributionDomainName}` })
    new CfnOutput(this, 'TextsBucket', { value: texts.bucketName })
  }

  private lambda(name: string, environment: Record<string, string>): NodejsFunction {
    return new NodejsFunction(this, name, {
      entry: path.join(import.meta.dirname, 'lambdas', `${name}.ts`),
      runtime: Runtime.NODEJS_24_X,
      memorySize: 256,
      timeout: Duration.seconds(10),
      environment,
      bundling: {
        format: OutputFormat.ESM,
        bundleAwsSDK: true,
        mainFields: ['module', 'main'],
        logLevel: LogLevel.WARNING,
      },
    })
  }

  /** Creates the queue of events about new texts. After five failures, a message moves to the dead-letter queue. */
  private uploadsOf(texts: Bucket): Queue {
    const failures = new Queue(this, 'Failures')
    const uploads = new Queue(this, 'Uploads', {
      visibilityTimeout: Duration.seconds(60),
      deadLetterQueue: { maxReceiveCount: 5, queue: failures },
    })
    uploads.grantSendMessages(new ServicePrincipal('s3.amazonaws.com'))
    // Set on the bucket itself: `addEventNotification` would deploy a custom resource, which does not run locally.
    const bucket = texts.node.defaultChild as CfnBucket // an L2 bucket's default child is its CfnBucket
    bucket.notificationConfiguration = {
      queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: uploads.queueArn }],
    }
    return uploads
  }

  private distribution(pages: Bucket, showCounts: NodejsFunction): Distribution {
    const api = new HttpApi(this, 'Api')
    const integration = new HttpLambdaIntegration('ShowCounts', showCounts)
    api.addRoutes({ path: '/counts', methods: [HttpMethod.GET], integration })
    return new Distribution(this, 'Distribution', {
      defaultRootObject: 'index.html',
      defaultBehavior: {
        // CDK's interfaces are not written for exactOptionalPropertyTypes.
        origin: S3BucketOrigin.withOriginAccessControl(pages as IBucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      },
      additionalBehaviors: {
        '/counts': {
          origin: new HttpOrigin(`${api.apiId}.execute-api.${this.region}.${this.urlSuffix}`),
          cachePolicy: CachePolicy.CACHING_DISABLED,
        },
      },
    })
  }
}
