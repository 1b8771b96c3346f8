import type { FormUpload } from '../../endpoint/aws-service.ts'
import { AwsError, type AwsResponse } from '../../endpoint/aws-service.ts'
import { largestUpload, openBody } from '../bodies/incoming-body.ts'
import { type Operation, onObject, type S3State } from '../protocol/operation.ts'
import { invalidArgument } from '../protocol/s3-error.ts'
import { checkKey, type S3Request } from '../protocol/s3-request.ts'
import { xmlAnswer } from '../protocol/xml-writer.ts'
import { contentHeaders, readObjectHeaders } from './object-headers.ts'
import { checkPolicy, type PostPolicy, parsePolicy } from './post-policy.ts'
import { readStorage } from './storage-headers.ts'
import { beginWrite, commitBody, writeHeaders } from './store-object.ts'
import { parseTagging } from './tag.ts'

/** An upload by an HTML form, as of a browser. */
export const postObject: Operation = {
  name: 'PostObject',
  method: 'POST',
  level: 'bucket',
  permissions: (request) => [onObject('s3:PutObject', { bucket: request.bucket, key: keyOf(needForm(request)) })],
  handle: async (request, state) => {
    const form = needForm(request)
    const fields = new Map([...form.fields, ['bucket', request.bucket]])
    const policy = parsePolicy(form.fields.get('policy') ?? '')
    checkPolicy(policy, fields, state.now())
    return store(request, form, policy, state)
  },
}

function needForm({ http }: S3Request): FormUpload {
  if (http.form) return http.form
  const details = { Condition: 'Bucket POST must be of the enclosure-type multipart/form-data' }
  throw new AwsError(
    'PreconditionFailed',
    412,
    'At least one of the pre-conditions you specified did not hold',
    details,
  )
}

function keyOf({ fields, fileName }: FormUpload): string {
  const key = fields.get('key')
  if (key) return checkKey(key.replace(/\$\{filename\}/g, () => fileName))
  const message =
    "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields."
  throw invalidArgument('key', '', message)
}

async function store(form: S3Request, upload: FormUpload, policy: PostPolicy, state: S3State): Promise<AwsResponse> {
  const headers = headersOf(upload)
  const request: S3Request = { ...form, key: keyOf(upload), headers }
  const save = beginWrite(request, state)
  const { settings } = state.buckets.need(request.bucket)
  const stored = { ...readObjectHeaders(headers), ...readStorage(headers, settings) }
  const tags = upload.fields.has('tagging') ? parseTagging(upload.fields.get('tagging') ?? '') : []
  const incoming = openBody(request, limitSize(upload.file, policy.size))
  const body = await state.bodies.write(incoming.chunks)
  const { size, md5, checksum } = incoming.facts()
  const etag = md5.toString('hex')
  const object = { body, size, etag, md5: etag, headers: stored, checksum, tags, partSizes: [] }
  const saved = commitBody(state, body, () => save(object, 'ObjectCreated:Post'))
  return answer(request, upload, etag, writeHeaders(saved, state))
}

/** Returns the fields of a form as the headers of a PUT. */
function headersOf({ fields }: FormUpload): Record<string, string> {
  const named = [...fields].filter(
    ([name]) => contentHeaders.includes(name) || (name.startsWith('x-amz-') && !signatureFields.has(name)),
  )
  const acl = fields.get('acl')
  return { ...Object.fromEntries(named), ...(acl !== undefined && { 'x-amz-acl': acl }) }
}

const signatureFields = new Set(
  ['algorithm', 'credential', 'date', 'signature', 'security-token'].map((name) => `x-amz-${name}`),
)

/** Passes on a file, and fails as soon as it is larger than the policy allows, or at its end if it is smaller. */
async function* limitSize(file: AsyncIterable<Buffer>, { least, most }: PostPolicy['size']): AsyncGenerator<Buffer> {
  const limit = Math.min(most, largestUpload)
  let size = 0
  for await (const chunk of file) {
    size += chunk.length
    if (size > limit) {
      const details = { ProposedSize: size, MaxSizeAllowed: limit }
      throw new AwsError('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', details)
    }
    yield chunk
  }
  if (size >= least) return
  const details = { ProposedSize: size, MinSizeAllowed: least }
  throw new AwsError('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', details)
}

/** Answers as the form asks: by a redirect, with a status, or by default with no content. */
function answer(
  { bucket, key, http }: S3Request,
  { fields }: FormUpload,
  etag: string,
  facts: Readonly<Record<string, string>>,
): AwsResponse {
  const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
  const location = `http://${http.headers.host ?? ''}${path}`
  const headers = { ...facts, etag: `"${etag}"`, location }
  const redirect = fields.get('success_action_redirect') ?? fields.get('redirect')
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect)
    for (const [name, value] of Object.entries({ bucket, key, etag: `"${etag}"` })) target.searchParams.set(name, value)
    return { status: 303, headers: { ...headers, location: target.href, 'content-length': '0' } }
  }
  const status = fields.get('success_action_status')
  if (status === '200') return { status: 200, headers: { ...headers, 'content-length': '0' } }
  if (status !== '201') return { status: 204, headers }
  const result = [
    ['Location', location],
    ['Bucket', bucket],
    ['Key', key],
    ['ETag', `"${etag}"`],
  ] as const
  return { ...xmlAnswer(['PostResponse', result], headers), status: 201 }
}
