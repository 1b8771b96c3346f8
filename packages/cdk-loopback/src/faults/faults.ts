import { Readable } from 'node:stream'
import type { Interceptor } from '../endpoint/aws-endpoint.ts'
import { AwsError, type AwsResponse } from '../endpoint/aws-service.ts'
import { type ActiveRule, type Call, createRuleBook, type FaultRule, type RuleBook } from './fault-rule.ts'

export type Faults = {
  /** Adds a rule. If several rules are due for a call, the oldest applies. */
  add(rule: FaultRule): ActiveRule
  /** Removes all rules and resumes the calls that hang. */
  clear(): void
  /** For `startAwsEndpoint`. */
  readonly interceptor: Interceptor
  /** Runs an invocation of a Lambda. Rejects if the invocation is killed or its answer is lost. */
  aroundInvoke<Result>(logicalId: string, invoke: () => Promise<Result>): Promise<Result>
  /** Runs a delivery of a rule or schedule. Rejects if the delivery fails or its answer is lost. */
  aroundDelivery(service: 'events' | 'scheduler', name: string, deliver: () => Promise<void>): Promise<void>
}

type Kill = (caller: string) => void | Promise<void>

/** What happens after an effect whose response the caller must not see. */
type Ends<Result> = {
  discard(result: Result): void
  lose(): Promise<Result>
  cut(result: Result): Promise<Result>
  die(): Promise<Result>
}

/** @param options.kill Stops the workers of this caller. */
export function createFaults(options: { readonly kill: Kill }): Faults {
  const rules = createRuleBook()
  const awsEnds: Ends<AwsResponse> = { discard: discardBody, lose: async () => brokenResponse(), cut, die: never }
  return {
    add: rules.add,
    clear: rules.clear,
    interceptor: ({ service, call, caller }, next) =>
      runWithFault(rules, { ...call, service, accessKey: caller }, next, awsEnds, options.kill),
    aroundInvoke: (logicalId, invoke) => {
      const call: Call = { service: 'lambda', operation: 'Invoke', resource: logicalId, accessKey: logicalId }
      const lose = () => Promise.reject(new Error(`The answer of ${logicalId} was lost (injected fault).`))
      return runWithFault(rules, call, invoke, { discard: () => {}, lose, cut: lose, die: lose }, options.kill)
    },
    aroundDelivery: (service, name, deliver) => {
      const call: Call = { service, operation: 'InvokeTarget', resource: name, accessKey: undefined }
      const lose = () => Promise.reject(new Error(`The answer to ${name} was lost (injected fault).`))
      return runWithFault(rules, call, deliver, { discard: () => {}, lose, cut: lose, die: lose }, options.kill)
    },
  }
}

async function runWithFault<Result>(
  rules: RuleBook,
  call: Call,
  act: () => Promise<Result>,
  ends: Ends<Result>,
  kill: Kill,
): Promise<Result> {
  const chosen = rules.choose(call)
  if (!chosen) return act()
  const { rule, removed } = chosen
  switch (rule.fault) {
    case 'throttle':
      throw throttlingErrors[call.service]
    case 'fail':
      throw rule.error ?? internalErrors[call.service]
    case 'hang':
      await pause(rule.milliseconds, removed)
      return act()
    case 'lose-response':
      await act().then(ends.discard, ignore)
      if (rule.answer === 'error') throw internalErrors[call.service]
      return ends.lose()
    case 'cut-response':
      return ends.cut(await act())
    case 'repeat':
      if (call.operation === 'Invoke' || call.operation === 'InvokeTarget') await act()
      return act()
    case 'kill-before':
      break
    case 'kill-after':
      await act().then(ends.discard, ignore)
  }
  if (call.accessKey !== undefined) await kill(call.accessKey)
  return ends.die()
}

const throttlingErrors: Readonly<Record<Call['service'], AwsError>> = {
  s3: new AwsError('SlowDown', 503, 'Please reduce your request rate.'),
  dynamodb: new AwsError(
    'ProvisionedThroughputExceededException',
    400,
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  ),
  sqs: new AwsError('ThrottlingException', 400, 'Rate exceeded'),
  sns: new AwsError('Throttled', 429, 'Rate exceeded'),
  ses: new AwsError('Throttling', 400, 'Maximum sending rate exceeded.'),
  lambda: new AwsError('TooManyRequestsException', 429, 'Rate Exceeded.'),
  events: new AwsError('ThrottlingException', 400, 'Rate exceeded'),
  scheduler: new AwsError('ThrottlingException', 429, 'Rate exceeded'),
  cloudformation: new AwsError('Throttling', 400, 'Rate exceeded'),
  monitoring: new AwsError('Throttling', 400, 'Rate exceeded'),
  logs: new AwsError('ThrottlingException', 400, 'Rate exceeded'),
  sts: new AwsError('Throttling', 400, 'Rate exceeded'),
  'cdk-loopback': new AwsError('ThrottlingException', 429, 'Rate exceeded'),
}

const internalErrors: Readonly<Record<Call['service'], AwsError>> = {
  s3: new AwsError('InternalError', 500, 'We encountered an internal error. Please try again.'),
  dynamodb: new AwsError('InternalServerError', 500, 'Internal server error'),
  sqs: new AwsError('InternalFailure', 500, 'Internal failure'),
  sns: new AwsError('InternalError', 500, 'Internal error'),
  ses: new AwsError('InternalFailure', 500, 'Internal failure'),
  lambda: new AwsError('ServiceException', 500, 'Internal failure'),
  events: new AwsError('InternalException', 500, 'Internal failure'),
  scheduler: new AwsError('InternalServerException', 500, 'Internal failure'),
  cloudformation: new AwsError('InternalFailure', 500, 'Internal failure'),
  monitoring: new AwsError('InternalServiceFault', 500, 'Internal failure'),
  logs: new AwsError('ServiceUnavailableException', 500, 'Internal failure'),
  sts: new AwsError('InternalFailure', 500, 'Internal failure'),
  'cdk-loopback': new AwsError('InternalFailure', 500, 'Internal failure'),
}

/** Returns a response that ends the connection: its body fails before the first byte, so no headers are sent. */
function brokenResponse(): AwsResponse {
  const body = new Readable({ read: () => body.destroy(new Error('response lost (injected fault)')) })
  // The endpoint sends no body for HEAD, so the status has to show the fault.
  return { status: 500, headers: {}, body }
}

/** Returns a response that ends the connection after half of its body. */
async function cut({ status, headers, body }: AwsResponse): Promise<AwsResponse> {
  const bytes = body instanceof Readable ? Buffer.concat(await Array.fromAsync(body)) : Buffer.from(body ?? '')
  async function* half() {
    yield bytes.subarray(0, bytes.length / 2)
    await new Promise(setImmediate) // so that the caller receives it
    throw new Error('response cut (injected fault)')
  }
  return { status, headers: { 'content-length': String(bytes.length), ...headers }, body: Readable.from(half()) }
}

function discardBody({ body }: AwsResponse): void {
  if (body instanceof Readable) body.destroy()
}

function never<Result>(): Promise<Result> {
  return new Promise(() => {})
}

/** Ignores an error of the call itself, because the caller must not see that either. */
function ignore(): void {}

function pause(milliseconds: number | undefined, removed: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (milliseconds !== undefined) setTimeout(resolve, milliseconds)
    if (removed.aborted) resolve()
    removed.addEventListener('abort', () => resolve())
  })
}
