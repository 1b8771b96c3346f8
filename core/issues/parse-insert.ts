import { renderBody } from '../html/render-body.ts'
import { sanitizeBody } from '../html/sanitize-body.ts'
import { TooComplexError } from '../html/too-complex-error.ts'
import { error, type Problem } from '../problem.ts'
import { type DigestName, isDigestName } from '../publication.ts'
import { charsetOfType, refuseSize } from '../reading/decode-upload.ts'
import { lintBody } from '../reading/lint-body.ts'
import { readMarkdownPage } from '../reading/markdown/markdown-page.ts'
import type { UploadEvent } from '../reading/upload-event.ts'
import { classifyKey } from '../reading/upload-key.ts'
import type { Site } from '../site.ts'
import { cleanLine, cutAtWord } from '../text/clean-text.ts'
import { decodeText } from '../text/decode-text.ts'
import { chooseDirection, chooseLanguage } from '../text/language.ts'
import type { InsertFact, InsertKind } from './insert-record.ts'
import type { Insert } from './issue.ts'
import { maximumInsertBytes } from './limits.ts'

export type InsertPlace = { readonly digest: DigestName; readonly kind: InsertKind }

/** Where an upload under `issues/` goes. Undefined for files that are nobody's words: images beside a note, editors' leftovers. */
export function placeInsert(key: string, { publication }: Site): InsertPlace | Problem | undefined {
  const name = key.slice('issues/'.length)
  if (classifyKey(`articles/${name}`).kind !== 'article') return undefined
  const [, digest = '', sponsor] = /^([a-z]+)(\.sponsor)?\.md$/.exec(name) ?? []
  const known = Object.keys(publication.digests)
  if (isDigestName(digest) && known.includes(digest)) return { digest, kind: sponsor ? 'sponsor' : 'note' }
  return error('unknown-digest', `"${cutAtWord(cleanLine(name), 60)}" belongs to no digest.`, {
    fix: `Name it ${known.map((each) => `issues/${each}.md`).join(' or ')}; a sponsor’s words issues/<digest>.sponsor.md.`,
  })
}

/**
 * What an event of S3's says of an insert. Only what is in the bucket now can be judged: where that is something else,
 * it has an event of its own, and this one says nothing.
 */
export function checkInsert(
  event: UploadEvent,
  { digest, kind }: InsertPlace,
  upload: (Source & { readonly etag: string }) | undefined,
  site: Site,
  now: Date,
): InsertFact | undefined {
  const about = { digest, kind, key: event.key, sequencer: event.sequencer, at: event.at ?? now.toISOString() }
  if (event.kind === 'delete') return upload ? undefined : { ...about, insert: undefined, problems: [] }
  if (!upload || (event.eTag !== undefined && upload.etag !== `"${event.eTag}"`)) return undefined
  return { ...about, ...parseInsert(upload, site) }
}

type ParsedInsert = { readonly insert: Insert | undefined; readonly problems: readonly Problem[] }

type Source = {
  readonly bytes: Uint8Array
  /** Bytes; more than there are in `bytes` when the upload was too large to fetch. */
  readonly size: number
  readonly contentType: string | undefined
}

/** Reads Markdown like that of an article, whose title is optional. Never throws; an insert is undefined if there are errors. */
export function parseInsert(source: Source, site: Site): ParsedInsert {
  const refused = refuseSize(Math.max(source.size, source.bytes.length))
  if (refused) return reject(refused)
  const decoded = decodeText(source.bytes, charsetOfType(source.contentType))
  if ('rejection' in decoded) return reject(decoded.rejection)
  try {
    return read(decoded.text, decoded.problems, site)
  } catch (cause) {
    if (!(cause instanceof TooComplexError)) throw cause
    return reject(error('too-complex', `The text cannot be read: ${cause.message}.`, { fix: 'Simplify it.' }))
  }
}

function read(text: string, known: readonly Problem[], { publication, url }: Site): ParsedInsert {
  const reading = readMarkdownPage(text, publication)
  const body = renderBody(sanitizeBody(reading.tree), `${url}/`)
  const { language, problems } = chooseLanguage(reading.language, publication.language)
  const found = [
    ...known,
    ...reading.problems,
    ...problems,
    ...lintBody(reading.tree, 'issues/note.md', false),
    ...judgeLength(body),
  ]
  if (found.some(({ severity }) => severity === 'error')) return { insert: undefined, problems: found }
  const title = cleanLine(reading.title ?? '')
  const image = reading.image && URL.parse(reading.image.url, `${url}/`)
  const insert: Insert = {
    title: title === '' ? undefined : cutAtWord(title, 200),
    html: body.email,
    text: body.text,
    image:
      image && /^https?:$/.test(image.protocol)
        ? { url: image.href, alt: cleanLine(reading.image?.alt ?? '') }
        : undefined,
    language,
    direction: chooseDirection(reading.direction, language),
  }
  return { insert, problems: found }
}

function judgeLength({ email, text }: { readonly email: string; readonly text: string }): readonly Problem[] {
  if (text.trim() === '')
    return [error('empty-file', 'There is nothing in it.', { fix: 'Write some words, or delete it.' })]
  const bytes = Buffer.byteLength(email)
  if (bytes <= maximumInsertBytes) return []
  return [
    error('too-long', `It has ${Math.ceil(bytes / 1000)} KB, and the articles need their room: 20 KB are allowed.`, {
      fix: 'Make an article of it, and write a few lines about it here.',
    }),
  ]
}

function reject(problem: Problem): ParsedInsert {
  return { insert: undefined, problems: [problem] }
}
