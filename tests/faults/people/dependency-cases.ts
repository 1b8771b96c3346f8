import { AwsError } from 'cdk-loopback/aws-service'
import type { Selector } from 'cdk-loopback/fault-rule'
import { entry, many, submission } from '../calls.ts'
import type { FaultCase } from '../fault-case.ts'
import { requestRun, until } from '../stage.ts'
import { check } from './visitor.ts'

const mailers = /(ComposeIssue|PlanDeliveries|SendDeliveries|RecordFeedback)/
const by = (service: NonNullable<Selector['service']>, operation: string): Selector => ({
  ...{ service, operation, accessKey: mailers },
})

/** The calls of the stages that mail an issue. Secrets are read with GetItem, and the account's quota with GetSendQuota. */
const calls: Readonly<Record<string, Selector>> = {
  's3:GetObject': by('s3', 'GetObject'),
  's3:PutObject': by('s3', 'PutObject'),
  'ddb:PutItem': by('dynamodb', 'PutItem'),
  'ddb:UpdateItem': by('dynamodb', 'UpdateItem'),
  'ddb:GetItem': by('dynamodb', 'GetItem'),
  'ddb:BatchGetItem': by('dynamodb', 'BatchGetItem'),
  'ddb:Query': by('dynamodb', 'Query'),
  'ddb:TransactWriteItems': by('dynamodb', 'TransactWriteItems'),
  'sqs:SendMessage': by('sqs', 'SendMessage'),
  'sqs:SendMessageBatch': by('sqs', 'SendMessageBatch'),
  'ses:SendEmail': submission,
  'ses:GetAccount': by('ses', 'GetSendQuota'),
}

const family = 'dependency'

/** Every call of a kind fails for a minute. Of the runs that are retried after it, the first call takes half a minute. */
const outageCases: readonly FaultCase[] = Object.entries(calls).map(([step, selector]) => ({
  name: `${step} fails for a minute, and then takes 30 s`,
  family,
  step,
  act: async ({ stage }) => {
    const rule = stage.local.faults.add({ ...selector, times: many, fault: 'fail' })
    await requestRun(stage)
    await until('it has failed', async () => rule.hits > 0 && !(await stage.isRunning()))
    const slow = stage.local.faults.add({ ...selector, fault: 'hang' })
    stage.local.clock.move(60_000)
    rule.remove()
    await until('the slow call is made', async () => {
      if (slow.hits === 0 && !(await stage.isRunning())) stage.local.clock.move(901_000)
      return slow.hits > 0
    })
    stage.local.clock.move(30_000)
    slow.remove()
  },
}))

const denied: Readonly<Record<string, AwsError>> = {
  s3: new AwsError('AccessDenied', 403, 'Access Denied'),
  dynamodb: new AwsError('AccessDeniedException', 400, 'User is not authorized to perform the action'),
  sqs: new AwsError('AccessDenied', 403, 'Access to the resource is denied.'),
  ses: new AwsError('AccessDenied', 403, 'User is not authorized to perform ses:SendRawEmail'),
}

/** Every call of a kind is refused until its messages are in the dead-letter queue. Then it is permitted, and they are redriven. */
const deniedCases: readonly FaultCase[] = Object.entries(calls).map(([step, selector]) => ({
  name: `${step} is denied until the operator permits it`,
  family,
  step,
  act: async ({ stage, cast }) => {
    const error = denied[selector.service ?? 'ses'] as AwsError // each of the services above has one
    const rule = stage.local.faults.add({ ...selector, times: many, fault: 'fail', error })
    await requestRun(stage)
    await stage.settle()
    check((await stage.countFailures()) > 0, 'no message is in the dead-letter queue')
    check(
      stage.mailsEach(cast.due).every((count) => count <= 1),
      'a mail was repeated',
    )
    rule.remove()
    await stage.redrive()
    await stage.settle()
    await stage.redrive() // of nothing, or of what failed in between
  },
}))

const cancelled = (...codes: readonly string[]) =>
  new AwsError('TransactionCanceledException', 400, `Transaction cancelled [${codes}]`, {
    CancellationReasons: codes.map((Code) => ({ Code, Message: Code })),
  })

/** Only a part of a batch succeeds. DynamoDB's transactions are all or nothing: one of their items is refused. */
const partialCases: readonly FaultCase[] = [
  {
    name: 'one item of a transaction is throttled, twice in a row',
    step: 'ddb:TransactWriteItems',
    rules: [
      { ...by('dynamodb', 'TransactWriteItems'), times: 2, fault: 'fail', error: cancelled('None', 'ThrottlingError') },
    ],
  },
  {
    name: 'the messages of a batch are added, but SQS reports an error for the batch, twice',
    step: 'sqs:SendMessageBatch',
    rules: [{ ...by('sqs', 'SendMessageBatch'), times: 2, fault: 'lose-response', answer: 'error' }],
  },
  {
    name: 'of the claims of a batch, every other one fails',
    step: 'ddb:PutItem',
    rules: [1, 3, 5].map((nth) => ({ ...entry, nth, fault: 'fail', error: denied.dynamodb })),
  },
].map((each) => ({ ...each, family }) as FaultCase)

export const dependencyCases: readonly FaultCase[] = [...outageCases, ...deniedCases, ...partialCases]
