import { type AwsCall, AwsError, type AwsRequest } from '../../endpoint/aws-service.ts'
import { readQuery } from '../../endpoint/query-protocol.ts'

/** Describes a request to SNS (query protocol). `arnPrefix`: `arn:aws:sns:<region>:<account>:` */
export async function describeSnsCall(request: AwsRequest, arnPrefix: string): Promise<AwsCall> {
  const form = await readQuery(request)
  const operation = form.get('Action')
  if (!operation) throw new AwsError('InvalidAction', 400, 'The request names no Action.')
  const arn = form.get('TopicArn') ?? form.get('TargetArn') ?? form.get('ResourceArn') ?? nameToArn(form, arnPrefix)
  return {
    operation,
    ...(arn && { resource: arn.slice(arn.lastIndexOf(':') + 1) }),
    // A batch needs the permission of the single operation.
    permissions: [{ action: `sns:${operation.replace(/Batch$/, '')}`, resource: arn ?? '*' }],
  }
}

function nameToArn(form: URLSearchParams, arnPrefix: string): string | undefined {
  const name = form.get('Name')
  return name ? arnPrefix + name : undefined
}
