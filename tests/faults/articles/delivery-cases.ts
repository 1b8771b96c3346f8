import { ingestCalls } from './article-calls.ts'
import type { ArticleCase, UploadNotice } from './article-case.ts'
import { article } from './article-case.ts'

type Notices = readonly UploadNotice[]
const bodies = (notices: Notices) => notices.map(({ body }) => body)
const cases: readonly Omit<ArticleCase, 'family' | 'step'>[] = [
  { name: 'each event of an upload arrives twice', deliver: (notices) => [...bodies(notices), ...bodies(notices)] },
  {
    name: 'an event arrives five times at once',
    deliver: (notices) => [1, 2, 3, 4, 5].flatMap(() => bodies(notices)),
  },
  {
    name: 'an event arrives an hour late',
    alone: true,
    act: async ({ stage, notices }) => {
      stage.local.clock.move(3_600_000)
      await stage.ingest.addAll(bodies(notices))
    },
  },
  {
    name: 'S3 sends its test event',
    deliver: (notices) => [{ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'uploads' }, ...bodies(notices)],
  },
  {
    name: 'the key of an upload is encoded in its event',
    story: (own) => [{ [`articles/${own.word}/a b+c%2Fé & 100%.md`]: article(own) }],
  },
  {
    name: 'a message has two events, and the first one fails for a minute',
    story: (own) => [
      { [own.key]: article(own), [`articles/${own.word}/second.md`]: article(own, 'Second.', 'slug: second\n') },
    ],
    rules: (own) => [{ ...ingestCalls['reads the upload'](own), fault: 'fail', times: 7 }],
    deliver: (notices) => [{ Records: notices.flatMap(({ body }) => (body as { Records: object[] }).Records) }], // as S3 wrote them
  },
]

export const deliveryCases: readonly ArticleCase[] = cases.map((each) => ({
  ...{ family: 'delivery' as const, step: 'ingest: event received' },
  ...each,
}))
