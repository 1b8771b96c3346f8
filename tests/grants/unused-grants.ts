/** A grant that no story uses, and why the role has it nevertheless. */
export type UnusedGrant = {
  /** Part of the role's logical id: the Lambda's name in Pascal case. */
  readonly role: RegExp
  readonly action: string
  /** Part of the resource, or of the condition's value. */
  readonly on: RegExp
  readonly reason: string
}

export const unusedGrants: readonly UnusedGrant[] = [
  {
    ...{ role: /AnnounceChanges/, action: 'dynamodb:ListStreams', on: /\/stream\// },
    reason: 'CDK grants it on the stream, where it has no effect. Lambda needs it on all resources.',
  },
  {
    ...{ role: /CompleteDeployment/, action: 'events:PutEvents', on: /event-bus/ },
    reason: 'It continues with another run after a thousand messages, or ten pages of uploads.',
  },
  {
    ...{ role: /(SendDeliveries|ControlIssue|RecordFeedback)/, action: 'dynamodb:ConditionCheckItem', on: / issue#/ },
    reason: 'A batch may be counted again while other batches keep its issue open.',
  },
  {
    ...{ role: /ManageSubscription/, action: 'dynamodb:PutItem', on: / secret$/ },
    reason: 'It creates the signing keys if a visitor comes before the first deployment has completed itself.',
  },
  {
    ...{ role: /VisitorApi.*InvokeRole/, action: 'sqs:SendMessage', on: /ConfirmationQueue/ },
    reason: 'API Gateway sends the requests of mail programs, and only calls to the endpoint are recorded.',
  },
]
