import { AwsError } from 'cdk-loopback/aws-service'
import type { Fault, FaultRule, Selector } from 'cdk-loopback/fault-rule'
import { many } from '../calls.ts'
import { fileCalls, ingestCalls, publishCalls } from './article-calls.ts'
import { type ArticleCase, article, type Own, oneArticle, ownNames } from './article-case.ts'

/** Faults of a service. A client tries a call three times before it gives up. */
const faults: Readonly<Record<string, Fault & Pick<FaultRule, 'times'>>> = {
  'is throttled three times when it': { fault: 'throttle', times: 3 },
  'gets errors for a minute when it': { fault: 'fail', times: 7 },
  'gets no response after it': { fault: 'lose-response' },
  // A hundredth of 30 seconds: no client of S3 or DynamoDB gives up sooner, so only the Lambda's own timeout matters.
  'waits for the answer when it': { fault: 'hang', milliseconds: 300 },
}

const cut = ['gets half of the answer when it', { fault: 'cut-response' }] as const

const calls: Readonly<Record<string, Readonly<Record<string, (own: Own) => Selector>>>> = {
  IngestArticle: ingestCalls,
  PublishSite: publishCalls,
  PublishFiles: fileCalls,
}

const denied: Readonly<Record<string, AwsError>> = {
  s3: new AwsError('AccessDenied', 403, 'Access Denied'),
  dynamodb: new AwsError('AccessDeniedException', 400, 'User is not authorized to perform this action'),
}

/** An article is uploaded and withdrawn, so that its page is removed, too. */
const withdrawal = (own: Own) => [...oneArticle(own), { [own.key]: undefined }]
/** An article is uploaded and corrected. */
const correction = (own: Own) => [...oneArticle(own), { [own.key]: article(own, 'It says more.') }]

/** An article with a file beside it is uploaded and withdrawn, so that the file's copy is removed, too. */
const withFile = (own: Own) => [
  { [own.file]: `%PDF-1.4 of ${own.word}`, [own.key]: article(own, 'See [the notes](notes.pdf).') },
  { [own.key]: undefined },
]

export const dependencyCases: readonly ArticleCase[] = everyCall((lambda, call, selectorOf) =>
  [...Object.entries(faults), ...(selectorOf(ownNames(1)).operation === 'GetObject' ? [cut] : [])].map(
    ([how, fault]) => ({ name: `${lambda} ${how} ${call}`, rules: (own) => [{ ...selectorOf(own), ...fault }] }),
  ),
)

/** The grant is missing until an operator adds it and redrives the dead letters. */
export const deniedCases: readonly ArticleCase[] = everyCall((lambda, call, selectorOf) => [
  ...(isShared(selectorOf) ? [] : [deniedCase(lambda, call, selectorOf)]),
])

function deniedCase(lambda: string, call: string, selectorOf: (own: Own) => Selector): Case {
  return {
    name: `${lambda} is denied, until a grant is repaired, what it needs when it ${call}`,
    failsFirst: true,
    rules: (own) => {
      const selector = selectorOf(own)
      const error = denied[String(selector.service)]
      return [{ ...selector, fault: 'fail', times: many, ...(error && { error }) }]
    },
  }
}

/** Returns whether a call may be about several articles, so that rules select the calls of others, too. */
function isShared(selectorOf: (own: Own) => Selector): boolean {
  if (selectorOf(ownNames(1)).operation === 'BatchGetItem') return true
  return JSON.stringify(selectorOf(ownNames(1))) === JSON.stringify(selectorOf(ownNames(2)))
}

type Case = Omit<ArticleCase, 'family' | 'step' | 'story'>

function everyCall(
  casesOf: (lambda: string, call: string, selectorOf: (own: Own) => Selector) => readonly Case[],
): readonly ArticleCase[] {
  return Object.entries(calls).flatMap(([lambda, named]) =>
    Object.entries(named).flatMap(([call, selectorOf]) =>
      casesOf(lambda, call, selectorOf).map((each) => ({
        ...{ family: 'dependency' as const, step: `${lambda} ${call}` },
        ...(isShared(selectorOf) && { alone: true as const }),
        ...(lambda === 'PublishFiles' && { story: withFile }),
        ...(call === 'removes the page' && { story: withdrawal }),
        ...(call === 'reads the former receipt' && { story: correction }),
        ...each,
      })),
    ),
  )
}
