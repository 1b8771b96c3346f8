import { referenceOf, resourcesOf, type Template } from './template.ts'

/**
 * Lists queues whose visibility timeout is too short for their consumer. Lambda retries a throttled batch within the
 * visibility timeout, so AWS recommends six times the function's timeout, plus the batching window.
 */
export function checkConsumers(template: Template): readonly string[] {
  const queues = new Map(resourcesOf(template, 'AWS::SQS::Queue'))
  const functions = new Map(resourcesOf(template, 'AWS::Lambda::Function'))
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping').flatMap(([id, mapping]) => {
    const queue = queues.get(referenceOf(mapping.EventSourceArn) ?? '')
    if (!queue) return [] // a stream
    const timeout = Number(functions.get(referenceOf(mapping.FunctionName) ?? '')?.Timeout ?? 3)
    const needed = 6 * timeout + Number(mapping.MaximumBatchingWindowInSeconds ?? 0)
    const visible = Number(queue.VisibilityTimeout ?? 30)
    return visible < needed ? [`${id}: messages are hidden for ${visible} s; at least ${needed} s are needed`] : []
  })
}
