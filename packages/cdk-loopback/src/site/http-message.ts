import { AwsError } from '../endpoint/aws-service.ts'
import { errorResponse } from '../endpoint/query-protocol.ts'
import { resultToQuery } from '../queues/sqs/sqs-query.ts'
import type { RouteMessagePlan } from '../template/stack-plan.ts'
import type { SiteResponse, ViewerRequest } from './exchange.ts'

/** Sends a message as SendMessage of SQS does. Resolves with its result. Rejects with an AwsError. */
export type SendMessage = (queueArn: string, parameters: Readonly<Record<string, unknown>>) => Promise<object>

/** The parts of a request that a parameter of a message may refer to. */
export type MappedRequest = Pick<ViewerRequest, 'headers' | 'query'> & {
  readonly path: string
  readonly pathParameters: Readonly<Record<string, string>>
  readonly body: Buffer
}

/**
 * Sends the message of a route, and responds as SQS. The message is stored before the response, whatever happens to
 * its consumer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 */
export async function sendMessage(
  { queueArn, parameters }: RouteMessagePlan,
  request: MappedRequest,
  send: SendMessage,
): Promise<SiteResponse> {
  try {
    const { MessageBody, MessageAttributes } = parameters
    const attributes = MessageAttributes && readJson(fill(MessageAttributes, request))
    const result = await send(queueArn, {
      MessageBody: fill(MessageBody, request),
      ...(attributes !== undefined && { MessageAttributes: attributes }),
    })
    return toResponse(resultToQuery('SendMessage', result))
  } catch (error) {
    if (error instanceof AwsError) return toResponse(errorResponse('sqs', error))
    throw error
  }
}

/** Fills the parts of a request into a parameter. A part that the request lacks is empty. */
function fill(template: string, request: MappedRequest): string {
  if (template === '$request.body') return request.body.toString('utf8')
  const whole = /^\$(request\.[\w.-]+)$/.exec(template)?.[1]
  if (whole !== undefined) return partOf(request, whole)
  return template.replace(/\$\{([\w.-]+)\}/g, (_braces, name: string) => partOf(request, name))
}

/** @param name `request.querystring.t` */
function partOf(request: MappedRequest, name: string): string {
  const [, kind, ...rest] = name.split('.')
  const key = rest.join('.')
  if (kind === 'querystring') return new URLSearchParams(request.query).getAll(key).join(',')
  if (kind === 'header') return [request.headers[key.toLowerCase()] ?? []].flat().join(',')
  return key === '' ? request.path : (request.pathParameters[key] ?? '')
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AwsError('InvalidParameterValue', 400, 'The message attributes are not valid JSON.')
  }
}

function toResponse({ status, headers, body }: ReturnType<typeof errorResponse>): SiteResponse {
  const text = String(body)
  return { status, headers: { ...headers, 'content-length': String(Buffer.byteLength(text)) }, body: text }
}
