import { type Clock, createClock } from 'cdk-loopback/clock'
import { openArticleLambdas as openLambdas } from '../../bench/support/article-lambdas.ts'
import type { UploadRecord } from '../../core/articles/article.ts'
import { articleId } from '../../core/articles/identity.ts'
import { type Receipt, receiptPath } from '../../core/articles/receipt.ts'
import type { Site } from '../../core/site.ts'
import { site as sampleSite } from '../core/reading/sample.ts'
import { readFiles, readState } from './read-state.ts'

export type { Process } from '../../bench/support/article-lambdas.ts'

export type ArticleLambdas = Awaited<ReturnType<typeof openArticleLambdas>>

/** Opens the Lambdas of articles, with functions that read the data they stored. */
export async function openArticleLambdas(clock: Clock = createClock(), site: Site = sampleSite) {
  const lambdas = await openLambdas(clock, site)
  const { uploads, articles, s3, dynamo } = lambdas
  return {
    ...lambdas,
    readRecord: (key: string): Promise<UploadRecord | undefined> => articles.get(articleId(key)),
    readReceipt: async (key: string): Promise<Receipt | undefined> => {
      const receipt = await uploads.getReceipt(receiptPath(key, 'json'))
      return receipt && (JSON.parse(receipt.body) as Receipt) // as docs/formats.md promises
    },
    /** Returns the titles in a feed, in order; undefined if the feed does not exist. */
    readTitles: async (folder = ''): Promise<string[] | undefined> => {
      const { [`${folder}feed.json`]: feed } = await readFiles(s3, 'site', `${folder}feed.json`)
      return feed && JSON.parse(feed).items.map((item: { title: string }) => item.title)
    },
    readState: () => readState({ s3, dynamo }),
  }
}
