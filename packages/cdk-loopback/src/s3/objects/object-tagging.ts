import type { Permission } from '../../endpoint/aws-service.ts'
import { readDocument } from '../bodies/incoming-body.ts'
import { bodyHeaders } from '../protocol/known-headers.ts'
import { type Operation, onObject, type S3State } from '../protocol/operation.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import { xmlAnswer } from '../protocol/xml-writer.ts'
import { parseTagging, renderTagSet, type Tag } from './tag.ts'

export const getObjectTagging: Operation = {
  name: 'GetObjectTagging',
  method: 'GET',
  level: 'object',
  selectedBy: ['tagging'],
  permissions: needs('s3:GetObjectTagging'),
  handle: ({ bucket, key }, { buckets, objects }) => {
    buckets.need(bucket)
    return xmlAnswer(['Tagging', [renderTagSet(objects.need(bucket, key).tags)]])
  },
}

export const putObjectTagging: Operation = {
  name: 'PutObjectTagging',
  method: 'PUT',
  level: 'object',
  selectedBy: ['tagging'],
  headers: bodyHeaders,
  permissions: needs('s3:PutObjectTagging'),
  handle: async (request, state) => {
    replaceTags(request, state, parseTagging(await readDocument(request)))
    return { status: 200, headers: { 'content-length': '0' } }
  },
}

export const deleteObjectTagging: Operation = {
  name: 'DeleteObjectTagging',
  method: 'DELETE',
  level: 'object',
  selectedBy: ['tagging'],
  permissions: needs('s3:DeleteObjectTagging'),
  handle: (request, state) => {
    replaceTags(request, state, [])
    return { status: 204, headers: {} }
  },
}

function replaceTags({ bucket, key }: S3Request, { buckets, objects }: S3State, tags: readonly Tag[]): void {
  buckets.need(bucket)
  objects.need(bucket, key)
  objects.setTags(bucket, key, tags)
}

function needs(action: string): (request: S3Request) => Permission[] {
  return (request) => [onObject(action, request)]
}
