import { CfnOutput, Stack, Validations } from 'aws-cdk-lib'
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { CfnBucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Storage } from './storage.ts'

/** Where editors put articles, an archive, the notes of the next issues, and the welcome series. */
const editable = ['articles/*', 'backfill/*', 'issues/*', 'welcome/*']
const readable = [...editable, 'receipts/*']

/** Policies for people, to attach to roles or permission sets of the account. */
export class Access extends Construct {
  constructor(scope: Construct, { uploads }: Storage) {
    super(scope, 'Access')
    const editor = new ManagedPolicy(this, 'Editor', {
      description: 'Lets editors put, replace, delete and read uploads, and read their receipts.',
      statements: [
        new PolicyStatement({
          actions: ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
          resources: editable.map((keys) => uploads.arnForObjects(keys)),
        }),
        new PolicyStatement({
          // Earlier versions, too: the console shows the history of an upload.
          actions: ['s3:GetObject', 's3:GetObjectVersion'],
          resources: readable.map((keys) => uploads.arnForObjects(keys)),
        }),
        new PolicyStatement({
          actions: ['s3:ListBucket', 's3:ListBucketVersions'],
          resources: [uploads.bucketArn],
          // Without the slash, for `aws s3 ls s3://BUCKET/articles`.
          conditions: { StringLike: { 's3:prefix': readable.flatMap((keys) => [keys.replace('/*', ''), keys]) } },
        }),
        // The S3 console first lists the folders at the top of the bucket.
        new PolicyStatement({
          actions: ['s3:ListBucket'],
          resources: [uploads.bucketArn],
          conditions: { StringEquals: { 's3:prefix': '', 's3:delimiter': '/' } },
        }),
        new PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: [uploads.bucketArn] }),
      ],
    })
    const bucket = Stack.of(this).getLogicalId(uploads.node.defaultChild as CfnBucket) // an L2 bucket's default child is its CfnBucket
    for (const keys of readable) {
      Validations.of(editor).acknowledge({
        id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${bucket}.Arn>/${keys}]`,
        reason: 'Editors choose the keys of their uploads.',
      })
    }
    new CfnOutput(Stack.of(this), 'EditorPolicy', {
      description: 'The managed policy for editors',
      value: editor.managedPolicyArn,
    })
  }
}
