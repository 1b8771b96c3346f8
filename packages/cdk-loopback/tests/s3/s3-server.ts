import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll } from 'vitest'
import { type AwsEndpoint, startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import { type ChecksumAlgorithm, startChecksum } from '../../src/s3/bodies/checksum.ts'
import { openS3, type S3Service } from '../../src/s3/s3-service.ts'
import { identities, operator } from '../operator.ts'

export type S3Server = { client: S3Client; service: S3Service; url: string; folder: string; now: () => Date }

export const bucket = 'a-bucket'

export function clientOf(url: string): S3Client {
  return new S3Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: operator,
    maxAttempts: 1,
  })
}

/** Starts a server with one bucket for the tests of a file. A test may replace the store's clock, `now`. */
export function useS3Server(): S3Server {
  // Set before the first test.
  const server = { now: () => new Date() } as S3Server
  let endpoint: AwsEndpoint
  beforeAll(async () => {
    server.folder = await mkdtemp(join(tmpdir(), 's3-'))
    server.service = openS3({ folder: server.folder, now: () => server.now() })
    endpoint = await startAwsEndpoint({ s3: server.service }, { identities })
    server.url = endpoint.url
    server.client = clientOf(endpoint.url)
    await server.client.send(new CreateBucketCommand({ Bucket: bucket }))
  })
  afterAll(async () => {
    server.client.destroy()
    await endpoint.close()
    await server.service.close()
    await rm(server.folder, { recursive: true })
  })
  return server
}

/** Returns the name and status of the SDK's exception. */
export async function failure(request: Promise<unknown>): Promise<string> {
  try {
    await request
  } catch (error) {
    // The SDK's service exceptions have both members.
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } }
    return `${name} ${$metadata?.httpStatusCode ?? ''}`.trim()
  }
  return 'no failure'
}

/** Counts the body files of the store below `folder`. */
export async function countBodies(folder: string): Promise<number> {
  const entries = await readdir(join(folder, 'bodies'), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).length
}

/** Returns a checksum in base64. */
export function checksumOf(algorithm: ChecksumAlgorithm, data: string | Buffer): string {
  const digest = startChecksum(algorithm)
  digest.update(Buffer.from(data))
  return digest.digest().toString('base64')
}
