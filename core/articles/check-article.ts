import type { ArticleBody } from '../html/body.ts'
import { error, type Problem, warning } from '../problem.ts'
import type { ArticleSource, Manuscript } from '../reading/manuscript.ts'
import type { Article, Original, ReplacedVersion, UploadRecord } from './article.ts'
import { longMailBytes } from './limits.ts'

const year = 365.25 * 24 * 60 * 60 * 1000

/** Warns about dates that are probably typing errors: they would schedule an article years ahead, or mail an old one as news. */
export function checkDate(date: string | undefined, source: ArticleSource, at: string): readonly Problem[] {
  if (date === undefined) return []
  const yearsAhead = (Date.parse(date) - Date.parse(at)) / year
  if (yearsAhead > 1) {
    return [
      warning('far-future-date', `The article is scheduled for ${date.slice(0, 10)}.`, { fix: 'Check the year.' }),
    ]
  }
  if (source === 'backfill' || yearsAhead > -20) return []
  return [
    warning('far-past-date', `The article is dated ${date.slice(0, 10)} and goes to subscribers as news.`, {
      fix: 'Check the year, or upload it under backfill/ if it is from an archive.',
    }),
  ]
}

/** Returns true if an article must no longer be published at an instant. */
export function isExpired({ expires }: Pick<Manuscript, 'expires'>, at: string): boolean {
  return expires !== undefined && Date.parse(expires) <= Date.parse(at)
}

/** Says that an article is not published because it has expired. */
export function checkExpiry(article: Pick<Manuscript, 'expires'>, at: string): readonly Problem[] {
  if (!isExpired(article, at)) return []
  return [
    warning('held-back', `The article is not published, because it expired at ${article.expires}.`, {
      fix: 'To publish it, give it a later expiry date, or none, and upload the file again.',
    }),
  ]
}

/** Names the path as the reason if it is what keeps an article from being published now. */
export function checkSchedule({ date, isDatedByPath }: Pick<Manuscript, 'date' | 'isDatedByPath'>): readonly Problem[] {
  if (date === undefined || !isDatedByPath) return []
  return [
    warning(
      'date-from-path',
      `The date in the path, ${date.slice(0, 10)}, is in the future; the article waits until then.`,
      {
        fix: 'To publish it now, rename the file or folder, or give another date in the file.',
      },
    ),
  ]
}

/**
 * Rejects an article from an archive that has no date at all: dated by its upload, it would be the newest article. An
 * article that was accepted before keeps its date.
 */
export function checkBackfill(
  { date }: Pick<Manuscript, 'date'>,
  key: string,
  previous: UploadRecord | undefined,
): readonly Problem[] {
  if (date !== undefined || !key.startsWith('backfill/') || previous?.article !== undefined) return []
  const name = key.slice(key.lastIndexOf('/') + 1).slice(-60)
  return [
    error('undated-backfill', 'An article under backfill/ needs a date, and none was found in the file or its path.', {
      fix: `Add the date to the file, such as 2013-05-09, or name it 2013-05-09-${name}. If it is news, upload it under articles/.`,
    }),
  ]
}

/** Says that an article is not mailed as its editor asked. @param tooLate the result of `digestsTooLate` */
export function checkMailing({ mail, source }: Article, tooLate: readonly string[] = []): readonly Problem[] {
  if (mail === 'alone' && source === 'backfill') {
    const message = 'An article under backfill/ is never mailed, so "mail: alone" has no effect.'
    return [warning('not-mailed', message, { fix: 'If it is news, upload it under articles/.' })]
  }
  if (tooLate.length === 0) return []
  const message = `The readers of ${tooLate.join(', ')} are not mailed the article: an issue has already contained it, or it was not for them when it was published.`
  return [warning('not-mailed', message, { fix: 'To mail it to them, publish it as a new article.' })]
}

/** Warns if the article alone makes a mail too long for Gmail. */
export function checkMailSize({ email }: ArticleBody): readonly Problem[] {
  const bytes = Buffer.byteLength(email)
  if (bytes <= longMailBytes) return []
  const message = `The article takes up ${Math.round(bytes / 1000)} KB of a mail. Gmail cuts mails off at 102 KB.`
  return [warning('large-mail', message, { fix: 'Split the article, or remove long tables and code.' })]
}

/**
 * Returns what a version of an upload corrects; undefined if no version before it was live. Reading the same version again
 * does not change the result, and a record that was restored from a receipt has that of the receipt.
 */
export function replacedVersion(
  previous: UploadRecord | undefined,
  article: Article,
  version: { readonly fingerprint?: string | undefined; readonly etag?: string | undefined },
): ReplacedVersion | undefined {
  if (previous?.revision === 0) return previous.etag === version.etag ? previous.corrects : undefined
  if (previous?.article === undefined || previous.fingerprint === version.fingerprint) return previous?.corrects
  if (previous.articleState !== 'published') return undefined
  const { title, updatedAt: at } = previous.article
  return { title, at, ...(isDifferent(previous.article, article) && { different: true }) }
}

/** Warns that an upload replaced an article with which it has little in common, such as another editor's `letter.md`. */
export function checkReplaced(corrects: ReplacedVersion | undefined, key: string): readonly Problem[] {
  if (!corrects?.different) return []
  return [
    warning('replaced-article', `This upload replaced a different article, "${corrects.title}".`, {
      fix: `To publish both, upload this one under another name, and then the other one again as ${key}.`,
    }),
  ]
}

/** Says that an upload is not published, because its content is an article under another key already. */
export function checkCopy({ key, state }: Original): readonly Problem[] {
  const message =
    state === undefined
      ? `The text is that of an earlier version of ${key}, so it is not published.`
      : `The same text is ${state} as ${key}, so it is not published a second time.`
  return [
    warning('same-text', message, {
      fix: 'Delete one of the two files; the other one keeps the address and the place in the feeds. To publish both, change the text of this one.',
    }),
  ]
}

/** Warns that two live articles have the same content. */
export function checkTwin({ key }: Pick<UploadRecord, 'key'>): readonly Problem[] {
  return [
    warning('same-text', `The same text is also published as ${key}. A mail contains only one of them.`, {
      fix: 'Delete one of the two files, or change its text.',
    }),
  ]
}

/** True if neither the titles nor the summaries share words: at most one word in ten. */
function isDifferent(one: Article, other: Article): boolean {
  if (shared(wordsOf(one.title), wordsOf(other.title)) > 0) return false
  return shared(wordsOf(`${one.title} ${one.summary}`), wordsOf(`${other.title} ${other.summary}`)) < 0.1
}

function shared(words: ReadonlySet<string>, others: ReadonlySet<string>): number {
  return words.intersection(others).size / Math.max(1, Math.min(words.size, others.size))
}

/** Returns the words of a text in any script. Latin words of up to three letters say little. */
function wordsOf(text: string): ReadonlySet<string> {
  const segments = new Intl.Segmenter('en', { granularity: 'word' }).segment(text.toLowerCase())
  const words = [...segments].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment)
  return new Set(words.filter((word) => word.length > 3 || /[^\p{Script=Latin}\d]/u.test(word)))
}
