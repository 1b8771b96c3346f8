import { checkNames } from '../issues/check-names.ts'
import { checkLength, readMarkdownText, type Source } from '../issues/parse-insert.ts'
import { error, type Problem, warning } from '../problem.ts'
import { type Field, isNothing, toList, toText } from '../reading/front-matter/field.ts'
import { simpleName } from '../reading/front-matter/field-names.ts'
import type { RawManuscript } from '../reading/manuscript.ts'
import type { UploadEvent } from '../reading/upload-event.ts'
import type { Site } from '../site.ts'
import { startOf } from '../text/calendar-day.ts'
import { nearest } from '../text/nearest.ts'
import { longestWaitDays } from './limits.ts'
import type { WelcomePlace } from './place-welcome.ts'
import type { WelcomeFact } from './welcome-text.ts'

/**
 * Reads the text of an S3 event. Undefined if the bucket now contains something else: that version has an event of its own.
 */
export function checkWelcome(
  event: UploadEvent,
  place: WelcomePlace,
  upload: (Source & { readonly etag: string }) | undefined,
  site: Site,
  now: Date,
): WelcomeFact | undefined {
  const about = { ...place, key: event.key, sequencer: event.sequencer, at: event.at ?? now.toISOString() }
  if (event.kind === 'delete') return upload ? undefined : { ...about, kind: 'deleted', problems: [] }
  if (!upload || (event.eTag !== undefined && upload.etag !== `"${event.eTag}"`)) return undefined
  return { ...about, ...parseWelcome(upload, place, site, about.at) }
}

type Parsed = Pick<WelcomeFact, 'kind' | 'text' | 'problems'>

/** Reads Markdown with a title, which is the subject of the mail. */
export function parseWelcome(source: Source, { variant }: WelcomePlace, site: Site, at: string): Parsed {
  const read = readMarkdownText(source, site, {
    key: 'welcome/1.md',
    names: ['after', 'digests', 'digest'],
    language: variant || undefined,
  })
  const { text, reading } = read
  if (!text || !reading) return { kind: 'rejected', problems: read.problems }
  const after = readAfter(reading)
  const digests = readDigests(reading, Object.keys(site.publication.digests))
  const times = readTimes(reading, site.publication.timeZone, at)
  const problems = [
    ...(text.title === undefined ? [noTitle] : []),
    ...read.problems,
    ...checkNames({ ...read, lines: [text.title], html: text.html }),
    ...checkLength(text.html, read.isEmpty, 'Publish it as an article, and link to that.'),
    ...after.problems,
    ...digests.problems,
    ...times.problems,
  ]
  if (text.title === undefined || problems.some(({ severity }) => severity === 'error'))
    return { kind: 'rejected', problems }
  if (reading.draft) return { kind: 'draft', problems }
  if (times.isOver) return { kind: 'expired', problems }
  const { from, until } = times
  const accepted = { ...text, title: text.title, after: after.seconds, digests: digests.names, from, until }
  return { kind: 'accepted', problems, text: accepted }
}

const noTitle = error('missing-title', 'The text has no title, and the title is the subject of the mail.', {
  fix: 'Write "title: …" into the front matter, or begin the text with a heading: "# …".',
})

/** Seconds. */
const units = { h: 3_600, d: 86_400, w: 604_800 } as const

function readAfter({ fields = [] }: RawManuscript): {
  readonly seconds: number
  readonly problems: readonly Problem[]
} {
  const field = fields.find(({ name }) => simpleName(name) === 'after')
  const text = toText(field?.value)
  if (field === undefined || text === undefined || isNothing(text)) return { seconds: 0, problems: [] }
  const [, count, word = ''] = /^(\d{1,6})\s*(h|hours?|d|days?|w|weeks?)?$/i.exec(text) ?? []
  const unit = Object.entries(units).find(([letter]) => letter === word[0]?.toLowerCase())?.[1]
  const seconds = Number(count) === 0 ? 0 : Number(count) * (unit ?? Number.NaN)
  if (seconds <= longestWaitDays * units.d) return { seconds, problems: [] }
  const message = Number.isNaN(seconds)
    ? `"${text.slice(0, 40)}" does not say how long after confirming the text is mailed.`
    : `"${text.slice(0, 40)}" is more than a year.`
  const fix = 'Write a whole number of hours, days or weeks, such as "after: 3 days". "after: 0" means at once.'
  return { seconds: 0, problems: [error('invalid-after', message, { ...placeOf(field), fix })] }
}

function readDigests({ fields = [] }: RawManuscript, known: readonly string[]) {
  const own = fields.filter(({ name }) => /^digests?$/.test(simpleName(name)))
  const named = own.flatMap((field) =>
    toList(field.value)
      .flatMap((text) => text.split(','))
      .map((name) => ({ field, name: name.trim() }))
      .filter(({ name }) => !isNothing(name)),
  )
  const problems = named
    .filter(({ name }) => !known.includes(name))
    .map(({ field, name }) => {
      const close = nearest(name.toLowerCase(), known)
      const fix = close === undefined ? `The digests are ${known.join(', ')}.` : `Did you mean "${close}"?`
      const message = `There is no digest "${name.slice(0, 40)}".`
      return error('unknown-digest', message, { ...placeOf(field), fix })
    })
  return { names: [...new Set(named.map(({ name }) => name))], problems }
}

/** Reads from when on, and until when, the text may be mailed. */
function readTimes({ date, publishAt, expires }: RawManuscript, timeZone: string, at: string) {
  const present = Date.parse(at)
  const starts = [date, publishAt].flatMap((each) => (each === undefined ? [] : [startOf(each, timeZone)]))
  const start = Math.max(...starts.map(Date.parse))
  const from = start > present ? new Date(start).toISOString() : undefined
  const isOver = expires !== undefined && Date.parse(expires) <= present
  const fix = 'To have it mailed, change or remove this time, and upload it again.'
  const problems = isOver
    ? [warning('held-back', `The text is not mailed, because it expired at ${expires}.`, { fix })]
    : []
  return { from, until: expires && new Date(expires).toISOString(), isOver, problems }
}

function placeOf({ line, column }: Field) {
  return { line, column }
}
