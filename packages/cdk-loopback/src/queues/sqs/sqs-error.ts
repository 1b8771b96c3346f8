import { AwsError } from '../../endpoint/aws-service.ts'

export function queueDoesNotExist(): AwsError {
  return new AwsError('QueueDoesNotExist', 400, 'The specified queue does not exist.')
}

export function missingParameter(name: string): AwsError {
  return new AwsError('MissingParameter', 400, `The request must contain the parameter ${name}.`)
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValue', 400, message)
}

export function invalidValue(name: string, value: unknown, reason: string): AwsError {
  return invalidParameter(`Value ${value} for parameter ${name} is invalid. Reason: ${reason}`)
}

export function invalidAttributeName(name: string): AwsError {
  return new AwsError('InvalidAttributeName', 400, `Unknown Attribute ${name}.`)
}

export function invalidAttributeValue(name: string): AwsError {
  return new AwsError('InvalidAttributeValue', 400, `Invalid value for the parameter ${name}.`)
}

export function receiptHandleIsInvalid(handle: string): AwsError {
  return new AwsError(
    'ReceiptHandleIsInvalid',
    404,
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  )
}

/** Error codes of the query protocol that differ from those of the JSON protocol. */
const queryCodes: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
  IncompleteSignatureException: 'IncompleteSignature',
  UnrecognizedClientException: 'InvalidClientTokenId',
  InvalidSignatureException: 'SignatureDoesNotMatch',
}

export function queryCode(code: string): string {
  return queryCodes[code] ?? code
}
