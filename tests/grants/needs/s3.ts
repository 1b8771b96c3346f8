import { type Need, type ReadNeeds, unknownOperation } from './need.ts'

export const readS3Needs: ReadNeeds = ({ request, status }) => {
  const { method, target, headers } = request
  const [path = '', query = ''] = target.split('?')
  const parameters = new URLSearchParams(query)
  const [bucket = '', ...rest] = path.slice(1).split('/')
  const key = decodeURIComponent(rest.join('/'))
  const object = (action: string, place = `${bucket}/${key}`): Need => need(action, place)
  const version = parameters.has('versionId') ? 'Version' : ''

  if (key === '') {
    if (method === 'GET' && parameters.get('list-type') === '2') return [listing(bucket, parameters)]
    throw unknownOperation(`S3's ${method} on a bucket with ${query}`)
  }
  const subresource = [...parameters.keys()].find((name) => !['x-id', 'versionId'].includes(name))
  if (subresource) throw unknownOperation(`S3's ${method} with ${subresource}`)
  switch (method) {
    case 'GET':
    case 'HEAD': {
      // S3 answers 404 only to callers who may list the bucket, and 403 to others.
      const absent = status === 404 ? [need('s3:ListBucket', bucket)] : []
      return [object(`s3:GetObject${version}`), ...absent]
    }
    case 'PUT': {
      const source = headers['x-amz-copy-source']
      return [
        ...(source === undefined ? [] : readSource(String(source), headers['x-amz-tagging-directive'])),
        object('s3:PutObject'),
        ...(headers['x-amz-tagging'] ? [object('s3:PutObjectTagging')] : []),
        ...(headers['x-amz-acl'] ? [object('s3:PutObjectAcl')] : []),
        // To compare ETags is to read the object. `If-None-Match: *` only asks whether there is one.
        ...(headers['if-match'] ? [object('s3:GetObject')] : []),
      ]
    }
    case 'DELETE':
      return [
        object(`s3:DeleteObject${version}`),
        ...(headers['if-match'] && headers['if-match'] !== '*' ? [object('s3:GetObject')] : []),
      ]
  }
  throw unknownOperation(`S3's ${method}`)
}

function need(action: string, place: string, context: Need['context'] = {}): Need {
  return { action, resource: `arn:aws:s3:::${place}`, context }
}

function listing(bucket: string, parameters: URLSearchParams): Need {
  const context = ['prefix', 'delimiter', 'max-keys'].flatMap((name) => {
    const value = parameters.get(name)
    return value === null ? [] : [[`s3:${name}`, value] as const]
  })
  return need('s3:ListBucket', bucket, Object.fromEntries(context))
}

/** A copy reads its source, and also the source's tags unless the request replaces them. */
function readSource(header: string, tagging: unknown): Need[] {
  const [path = '', version] = header.split('?versionId=')
  const place = decodeURIComponent(path.replaceAll('+', ' ')).replace(/^\//, '')
  const suffix = version === undefined ? '' : 'Version'
  return [
    need(`s3:GetObject${suffix}`, place),
    ...(tagging === 'REPLACE' ? [] : [need(`s3:GetObject${suffix}Tagging`, place)]),
  ]
}
