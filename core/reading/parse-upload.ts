import { choosePictures } from '../html/choose-pictures.ts'
import { type FindTarget, linkFragments } from '../html/fragments.ts'
import { joinWideLines } from '../html/join-lines.ts'
import { type BodyTree, sanitizeBody } from '../html/sanitize-body.ts'
import { TooComplexError } from '../html/too-complex-error.ts'
import { error, fewOfEach, type Problem } from '../problem.ts'
import type { Publication } from '../publication.ts'
import { cleanLine } from '../text/clean-text.ts'
import { chooseLanguage } from '../text/language.ts'
import { acceptedFormats, type Format, formats } from './article-formats.ts'
import { type ArticleLink, articleLinks } from './article-links.ts'
import { composeManuscript } from './compose-manuscript.ts'
import { withBanner } from './correction-banner.ts'
import { refuseSize, type Upload } from './decode-upload.ts'
import { findWrittenMark } from './front-matter/written-marks.ts'
import { bodyImages, checkLead } from './html/lead-images.ts'
import { lineOf, lintBody } from './lint-body.ts'
import type { Image, Manuscript, RawManuscript } from './manuscript.ts'
import { linkNames } from './path/link-names.ts'
import { dateByPath } from './path/path-date.ts'
import { titleByPath } from './path/path-title.ts'
import { withSources } from './source-blocks.ts'
import { classifyKey } from './upload-key.ts'

/** The contents of an upload. All problems of an accepted upload are warnings; a rejected one has at least one error. */
export type ParsedUpload =
  | {
      readonly accepted: true
      readonly manuscript: Manuscript
      readonly body: BodyTree
      /** Images that may lead the article, the best first: the one that the author named, or those of the body. */
      readonly leadImages: readonly Image[]
      /** Links that may lead to other articles. */
      readonly references: readonly ArticleLink[]
      /** Names under which links of other uploads find it. */
      readonly names: readonly string[]
      /** Finds the places in the body to which links may lead. */
      readonly findTarget: FindTarget
      readonly problems: readonly Problem[]
    }
  | { readonly accepted: false; readonly title?: string; readonly problems: readonly Problem[] }

/** Reads an article in any of the accepted formats. Never throws, and takes bounded time, for any bytes. */
export function parseUpload(upload: Upload, publication: Publication): ParsedUpload {
  const role = classifyKey(upload.key)
  if (role.kind !== 'article' || role.format === undefined) return reject(undefined, [unknownFormat(upload.key)])
  const oversize = refuseSize(upload.bytes.length)
  if (oversize) return reject(undefined, [oversize])
  const format = formats[role.format]
  try {
    const raw = format.read(upload, publication)
    if ('rejection' in raw) return reject(undefined, [raw.rejection])
    const named = titleByPath(dateByPath(raw, upload.key, publication), upload.key, format.fixes.title)
    return checkManuscript(named, format, upload.key, publication)
  } catch (cause) {
    if (cause instanceof TooComplexError) return reject(undefined, [tooComplex(cause)])
    throw cause
  }
}

function checkManuscript(raw: RawManuscript, format: Format, key: string, publication: Publication): ParsedUpload {
  // If the file cannot be read properly, its other problems may be mere consequences.
  if (raw.problems.some(isError)) return reject(raw.title, raw.problems)
  const { tree: sources, problems: formulas } = withSources(raw.tree)
  const tree = joinWideLines(choosePictures(sources))
  const { language } = chooseLanguage(raw.language, publication.language)
  const body = sanitizeBody(tree, language)
  const findTarget = linkFragments(body, raw.title ?? '')
  const references = articleLinks(tree, key, (element) => lineOf(element, format.hasPositions))
  const { manuscript: whole, banner, problems: fieldProblems } = composeManuscript(raw, body, format.fixes, publication)
  const lead = checkLead(whole.image, key)
  const mark = whole.draft ? undefined : findWrittenMark(raw.title ?? '', body)
  const manuscript = { ...whole, image: lead.image, draft: whole.draft || mark !== undefined }
  const problems = fewOfEach([
    ...(mark ? [mark] : []),
    ...raw.problems,
    ...formulas,
    ...fieldProblems,
    ...lead.problems,
    ...lintBody(tree, key, format.hasPositions, {
      findTarget,
      articles: new Set(references.map(({ address }) => address)),
    }),
  ])
  if (problems.some(isError)) return reject(manuscript.title, problems)
  const leadImages = whole.image ? [lead.image ?? []].flat() : raw.image === 'none' ? [] : bodyImages(tree, body, key)
  return {
    accepted: true,
    manuscript,
    body: withBanner(body, banner),
    leadImages,
    references,
    names: linkNames(key, raw),
    findTarget,
    problems,
  }
}

function isError(problem: Problem): boolean {
  return problem.severity === 'error'
}

function reject(title: string | undefined, problems: readonly Problem[]): ParsedUpload {
  const line = cleanLine((title ?? '').slice(0, 300))
  return { accepted: false, ...(line === '' ? {} : { title: line }), problems: fewOfEach(problems) }
}

function unknownFormat(key: string): Problem {
  const name = key.slice(key.lastIndexOf('/') + 1)
  return error('unknown-format', `"${name}" is not in a format that can be published.`, {
    fix: `Upload ${acceptedFormats}.`,
  })
}

function tooComplex(cause: TooComplexError): Problem {
  return error('too-complex', `The text cannot be read: ${cause.message}.`, {
    fix: 'Simplify it, or export it from your program without its layout.',
  })
}
