import { Busboy } from '@fastify/busboy'
import { AwsError, type AwsRequest, type FormUpload } from './aws-service.ts'

/** Bytes. */
const fieldsLimit = 20_000

export function isFormUpload({ method, headers }: AwsRequest): boolean {
  return method === 'POST' && /^multipart\/form-data/i.test(headers['content-type'] ?? '')
}

/** Reads the fields of a form up to its file. @throws {AwsError} if it is malformed or has no file */
export function readForm({ headers, stream }: AwsRequest): Promise<FormUpload> {
  const { promise, resolve, reject } = Promise.withResolvers<FormUpload>()
  const fields = new Map<string, string>()
  let size = 0
  const parser = openParser(headers['content-type'] ?? '')
  parser.on('field', (name, value) => {
    size += name.length + value.length
    if (size > fieldsLimit) {
      const message = 'Your POST request fields preceding the upload file were too large.'
      reject(new AwsError('MaxPostPreDataLengthExceeded', 400, message))
    }
    fields.set(name.toLowerCase(), value)
  })
  parser.on('file', (_name, file, fileName) => {
    file.on('error', () => {}) // a reader gets it as well; without one, the form was refused before
    resolve({ fields: new Map(fields), fileName: fileName ?? '', file })
  })
  parser.on('error', () => reject(malformedForm()))
  parser.on('finish', () => {
    const message = 'POST requires exactly one file upload per request.'
    reject(new AwsError('InvalidArgument', 400, message, { ArgumentName: 'file', ArgumentValue: 0 }))
  })
  stream.on('error', () => reject(malformedForm()))
  stream.pipe(parser)
  return promise.catch((error) => {
    stream.unpipe(parser).resume()
    throw error
  })
}

function openParser(contentType: string) {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, isPartAFile: (name) => name === 'file' })
  } catch {
    throw malformedForm()
  }
}

function malformedForm(): AwsError {
  const message = 'The body of your POST request is not well-formed multipart/form-data.'
  return new AwsError('MalformedPOSTRequest', 400, message)
}
