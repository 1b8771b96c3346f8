import path from 'node:path'
import { expect, it } from 'vitest'
import { findViolations, parseSource, readSources } from './support/import-rules.ts'

const root = path.resolve(import.meta.dirname, '..')
const violations = (file: string, text: string) => findViolations([parseSource(file, text)])

it('every file imports only what its folder may', () => {
  const files = readSources(root)
  expect(files.length).toBeGreaterThan(100)
  expect(findViolations(files)).toEqual([])
})

it.each([
  ['core/articles/x.ts', "import { S3Client } from '@aws-sdk/client-s3'"],
  ['core/articles/x.ts', "import { readFile } from 'node:fs/promises'"],
  ['core/articles/x.ts', "import { renderRss } from '../feeds/render-rss.ts'"],
  ['core/articles/x.ts', 'const now = new Date()'],
  ['core/articles/x.ts', 'const id = Math.random()'],
  ['core/articles/x.ts', 'const home = process.env.HOME'],
  ['core/site.ts', "export * from '../aws/clients.ts'"],
  ['aws/x.ts', 'const name = process.env.TABLE'],
  ['aws/x.ts', "import { logger } from '../lambdas/runtime/logger.ts'"],
  ['lambdas/x.ts', "import { S3Client } from '@aws-sdk/client-s3'"],
  ['lambdas/x.ts', "import { handler } from './ingest-article.ts'"],
  ['lambdas/x.ts', "const { startLocal } = await import('cdk-loopback/start-local')"],
  ['infra/x.ts', "import { handler } from '../lambdas/ingest-article.ts'"],
  ['console/x.ts', "import { startLocal } from 'cdk-loopback/start-local'"],
  ['core/pages/x.ts', "import { startLocal } from 'cdk-loopback/start-local'"],
  ['bench/x.ts', "import { followFeed } from '../tests/support/follow-feed.ts'"],
  ['packages/cdk-loopback/src/x.ts', "import { connect } from '../../../cli/connect.ts'"],
])('a planted violation is found: %s: %s', (file, text) => {
  expect(violations(file, text)).toHaveLength(1)
})

it.each([
  ['core/pages/x.ts', "import { listingFolder } from '../feeds/addresses.ts'"],
  ['core/articles/x.ts', "import { createHash } from 'node:crypto'\n// no new Date() here\nconst day = new Date(at)"],
  ['aws/x.ts', "import { S3Client } from '@aws-sdk/client-s3'"],
  ['lambdas/x.ts', "import { queueHandler } from './runtime/queue-handler.ts'"],
])('what is allowed is not reported: %s: %s', (file, text) => {
  expect(violations(file, text)).toEqual([])
})
