import type { Permission } from '../../endpoint/aws-service.ts'
import { readDocument } from '../bodies/incoming-body.ts'
import { bodyHeaders } from '../protocol/known-headers.ts'
import { type Operation, onObject, type S3State } from '../protocol/operation.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import { xmlAnswer } from '../protocol/xml-writer.ts'
import { actionOnVersion, needObject, versionHeader } from './find-object.ts'
import type { StoredObject } from './object-store.ts'
import { parseTagging, renderTagSet, type Tag } from './tag.ts'

export const getObjectTagging: Operation = {
  name: 'GetObjectTagging',
  method: 'GET',
  level: 'object',
  selectedBy: ['tagging'],
  parameters: ['versionId'],
  permissions: needs('s3:GetObjectTagging'),
  handle: (request, state) => {
    const object = needObject(request, state)
    return xmlAnswer(['Tagging', [renderTagSet(object.tags)]], namedVersion(object, state))
  },
}

export const putObjectTagging: Operation = {
  name: 'PutObjectTagging',
  method: 'PUT',
  level: 'object',
  selectedBy: ['tagging'],
  parameters: ['versionId'],
  headers: bodyHeaders,
  permissions: needs('s3:PutObjectTagging'),
  handle: async (request, state) => {
    const headers = replaceTags(request, state, parseTagging(await readDocument(request)))
    return { status: 200, headers: { 'content-length': '0', ...headers } }
  },
}

export const deleteObjectTagging: Operation = {
  name: 'DeleteObjectTagging',
  method: 'DELETE',
  level: 'object',
  selectedBy: ['tagging'],
  parameters: ['versionId'],
  permissions: needs('s3:DeleteObjectTagging'),
  handle: (request, state) => {
    return { status: 204, headers: replaceTags(request, state, []) }
  },
}

function replaceTags(request: S3Request, state: S3State, tags: readonly Tag[]): Record<string, string> {
  const object = needObject(request, state)
  state.objects.setTags(object, tags)
  return namedVersion(object, state)
}

function namedVersion({ bucket, version }: StoredObject, { buckets }: S3State): Record<string, string> {
  return versionHeader(buckets.need(bucket).versioning, version)
}

function needs(action: string): (request: S3Request) => Permission[] {
  return (request) => [onObject(actionOnVersion(action, request.query.get('versionId')), request)]
}
