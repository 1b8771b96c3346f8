import { AwsError, type AwsRequest, type AwsResponse } from '../endpoint/aws-service.ts'
import type { Engine } from './engine.ts'

export const jsonProtocol = 'application/x-amz-json-1.0'
export const queryProtocol = 'application/x-www-form-urlencoded'

/** Has fauxqs answer a request. Its routing goes by the content type, which not every client gets right. */
export async function forward(
  { app }: Engine,
  protocol: string,
  headers: AwsRequest['headers'],
  payload: Buffer,
): Promise<AwsResponse & { readonly body: string }> {
  const passed = { ...pick(headers, ['x-amz-target', 'host', 'authorization']), 'content-type': protocol }
  const answer = await app.inject({ method: 'POST', url: '/', headers: passed, payload })
  if (answer.statusCode >= 500) throw new AwsError('InternalError', 500, answer.body)
  return {
    status: answer.statusCode,
    headers: pick(answer.headers, ['content-type', 'x-amzn-query-error']),
    body: answer.body,
  }
}

/** Publishes to a topic; all subscribed queues have stored the message when this resolves. */
export async function publish(engine: Engine, topicArn: string, message: string, subject: string): Promise<void> {
  const form = new URLSearchParams({ Action: 'Publish', TopicArn: topicArn, Message: message, Subject: subject })
  const { status, body } = await forward(engine, queryProtocol, {}, Buffer.from(form.toString()))
  if (status !== 200) throw new Error(`Could not publish to ${topicArn}: ${body}`)
}

function pick(headers: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, string> {
  const present = names.filter((name) => headers[name] !== undefined)
  return Object.fromEntries(present.map((name) => [name, String(headers[name])]))
}
