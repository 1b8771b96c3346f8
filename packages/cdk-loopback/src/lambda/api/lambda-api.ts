import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from '../../endpoint/aws-service.ts'
import type { FunctionPlan } from '../../template/stack-plan.ts'
import type { AsyncEvents } from '../async/async-events.ts'
import type { Functions } from '../functions.ts'
import { type InvocationType, readInvocation } from './invocation-request.ts'
import { errorResponse, functionErrorResponse, successResponse } from './invocation-response.ts'

export type LambdaApiOptions = {
  readonly region: string
  readonly account: string
  readonly plans: readonly FunctionPlan[]
  readonly asyncEvents: Pick<AsyncEvents, 'add'>
  readonly invoke: Functions['invoke']
}

/** Serves the Invoke operation of Lambda: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function createLambdaApi(options: LambdaApiOptions): AwsService {
  const prefix = `arn:aws:lambda:${options.region}:${options.account}:function:`
  return {
    describe: async (request) => {
      const arn = readFunctionArn(request, prefix)
      const permissions = [{ action: 'lambda:InvokeFunction', resource: arn }]
      return { operation: 'InvokeFunction', resource: arn.slice(arn.indexOf('function:') + 9), permissions }
    },
    handle: async (request) => {
      const arn = readFunctionArn(request, prefix)
      const plan = options.plans.find((each) => each.arn === arn)
      if (!plan) throw new AwsError('ResourceNotFoundException', 404, `Function not found: ${arn}`)
      const { type, payload } = await readInvocation(request)
      return answers[type](plan, payload, options)
    },
    error: (_request, error) => errorResponse(error),
    close: async () => {},
  }
}

/** Reads a name, a whole ARN or a partial one (`000000000000:function:name`) from the path. */
function readFunctionArn({ method, url }: AwsRequest, prefix: string): string {
  const [, encoded] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname) ?? []
  if (method !== 'POST' || encoded === undefined) {
    throw new AwsError(
      'UnknownOperationException',
      404,
      `The embedded Lambda does not serve ${method} ${url.pathname}.`,
    )
  }
  const qualifier = url.searchParams.get('Qualifier') ?? '$LATEST'
  const arn = completeArn(decodeName(encoded), prefix)
  return (qualifier === '$LATEST' ? arn : `${arn}:${qualifier}`).replace(/:\$LATEST$/, '')
}

/** Completes a name, or `<account>:function:<name>`. The ARN of a function elsewhere stays as it is. */
function completeArn(identifier: string, prefix: string): string {
  if (identifier.startsWith('arn:')) return identifier
  const isPartial = identifier.includes(':function:')
  // The prefix is `arn:aws:lambda:<region>:<account>:function:`.
  return isPartial ? prefix.replace(/[^:]*:function:$/, () => identifier) : prefix + identifier
}

function decodeName(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    throw new AwsError('ValidationException', 400, 'The name of the function is not encoded correctly.')
  }
}

type Answer = (plan: FunctionPlan, payload: string, options: LambdaApiOptions) => Promise<AwsResponse>

const answers: Readonly<Record<InvocationType, Answer>> = {
  DryRun: async () => successResponse(204),
  Event: async ({ arn }, payload, { asyncEvents }) => successResponse(202, '', asyncEvents.add(arn, payload)),
  RequestResponse: async ({ arn }, payload, { invoke }) => {
    try {
      return successResponse(200, JSON.stringify(await invoke(arn, JSON.parse(payload))) ?? 'null')
    } catch (error) {
      return functionErrorResponse(error)
    }
  },
}
