import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  DeleteObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { beforeEach } from 'vitest'
import { bucket, useS3Server } from '../s3-server.ts'

export const object = { Bucket: bucket, Key: 'big object' }

/** Starts a server for a file's tests, with the steps of a multipart upload of `object`. */
export function useMultipartUploads() {
  const server = useS3Server()
  beforeEach(async () => {
    await server.client.send(new DeleteObjectCommand(object))
  })
  return {
    server,
    create: async (more: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> => {
      const { UploadId } = await server.client.send(new CreateMultipartUploadCommand({ ...object, ...more }))
      return UploadId ?? ''
    },
    upload: async (UploadId: string, PartNumber: number, Body: Buffer, more = {}): Promise<CompletedPart> => {
      const command = new UploadPartCommand({ ...object, UploadId, PartNumber, Body, ...more })
      const { $metadata: _, ServerSideEncryption: _none, ...part } = await server.client.send(command)
      return { PartNumber, ...part }
    },
    complete: (UploadId: string, Parts: CompletedPart[], more: Partial<CompleteMultipartUploadCommandInput> = {}) =>
      server.client.send(
        new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts }, ...more }),
      ),
  }
}
