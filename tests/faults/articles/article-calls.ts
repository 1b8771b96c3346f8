import type { Selector } from 'cdk-loopback/fault-rule'
import type { Own } from './article-case.ts'

/** The calls about one article, by what they do. */
type Calls = Readonly<Record<string, (own: Own) => Selector>>

const s3 = (operation: string, key: Selector['key']): Selector => ({ service: 's3', operation, ...(key && { key }) })
const dynamodb = (operation: string, key: Selector['key']): Selector => ({
  service: 'dynamodb',
  operation,
  ...(key && { key }),
})

const ingester = { accessKey: /IngestArticle/ }
export const ingestCalls = {
  'reads the record': ({ record }) => ({ ...ingester, ...dynamodb('BatchGetItem', record) }),
  'reads the upload': ({ key }) => ({ ...ingester, ...s3('GetObject', key) }),
  'stores the body': ({ id }) => ({ ...ingester, ...s3('PutObject', { prefix: `articles/${id}/` }) }),
  'stores the record': ({ record }) => ({ ...ingester, ...dynamodb('TransactWriteItems', record) }),
  'counts the change of a listing': () => ({ ...ingester, ...dynamodb('UpdateItem', 'change#publication') }),
  'reads the former receipt': ({ key }) => ({ ...ingester, ...s3('HeadObject', `receipts/${key}.json`) }),
  'writes the receipt': ({ key }) => ({ ...ingester, ...s3('PutObject', `receipts/${key}.json`) }),
} satisfies Calls

const publisher = { accessKey: /PublishSite/ }
export const publishCalls = {
  'reads the article': ({ record }) => ({ ...publisher, ...dynamodb('BatchGetItem', record) }),
  'reads the body': ({ id }) => ({ ...publisher, ...s3('GetObject', { prefix: `articles/${id}/` }) }),
  'writes the page': ({ page }) => ({ ...publisher, ...s3('PutObject', page) }),
  'removes the page': ({ page }) => ({ ...publisher, ...s3('DeleteObject', page) }),
  'lists the articles of a feed': ({ word }) => ({ ...publisher, ...dynamodb('Query', `listing#topic/${word}`) }),
  'writes a feed': ({ topic }) => ({ ...publisher, ...s3('PutObject', `${topic}atom.xml`) }),
  'stores which listings there are': () => ({ ...publisher, ...dynamodb('UpdateItem', 'listings') }),
  'stores which topics are offered': () => ({ ...publisher, ...dynamodb('PutItem', 'offered-topics') }),
  'looks up an overview': () => ({ ...publisher, ...s3('HeadObject', 'feeds.opml') }),
  'writes an overview': () => ({ ...publisher, ...s3('PutObject', 'feeds.opml') }),
  'marks the listing built': ({ word }) => ({ ...publisher, ...dynamodb('UpdateItem', `change#topic/${word}`) }),
} satisfies Calls

const filer = { accessKey: /PublishFiles/ }
export const fileCalls = {
  'looks up a file': ({ file }) => ({ ...filer, ...s3('HeadObject', file) }),
  'copies a file': ({ file }) => ({ ...filer, ...s3('CopyObject', file) }),
  'removes a copy': ({ file }) => ({ ...filer, ...s3('DeleteObject', file) }),
  "writes a file's receipt": ({ file }) => ({ ...filer, ...s3('PutObject', `receipts/${file}.json`) }),
} satisfies Calls
