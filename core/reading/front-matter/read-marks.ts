import { error, type Problem, warning } from '../../problem.ts'
import { startOf } from '../../text/calendar-day.ts'
import { nearest } from '../../text/nearest.ts'
import { type DateConventions, readStoredDate } from '../../text/read-date.ts'
import { type Field, type FieldValue, isMapping, isNothing, toText } from './field.ts'
import { simpleName } from './field-names.ts'
import { isHiddenWord, isYes, simpleWord } from './mark-words.ts'

/** What the fields of an article say about who may read it, and when. */
export type Marks = {
  /** Warnings that name each mark that keeps the article unpublished, and errors for marks that cannot be read. */
  readonly problems: readonly Problem[]
  readonly isHeldBack: boolean
  /** The latest instant before which the article must not be published. */
  readonly publishAt: string | undefined
  /** The earliest instant after which it must no longer be published. */
  readonly expires: string | undefined
}

/** How the value of a field says that an article is not for the public. */
type Kind =
  /** If it is true, or cannot be read. */
  | 'hides'
  /** If it is false, or cannot be read. */
  | 'shows'
  /** If it is false, empty or cannot be read: the program publishes only what is marked. */
  | 'releases'
  /** If it is false. Other values have other meanings. */
  | 'displays'
  /** If it is anything but a word that means the public. */
  | 'access'
  | 'status'
  /** If it is a word that means "not for the public". Other words have other meanings. */
  | 'hint'
  /** If it is anything at all. */
  | 'secret'
  /** Until a time. */
  | 'begins'
  /** From a time on. */
  | 'ends'

const names: Readonly<Record<Kind, string>> = {
  hides:
    'draft drafts isdraft private isprivate unlisted hidden ishidden headless unpublished wip archived trashed ' +
    'deleted deletedat archivedat trashedat trash paywall paywalled membersonly memberonly subscribersonly paidonly premium newsletteronly emailonly ' +
    'secret confidential internal internalonly protected embargoed expired eleventyexcludefromcollections nopublish ' +
    'donotpublish notforpublication saveasdraft notpublic notpublished excludefrompublish entwurf brouillon borrador bozza rascunho utkast kladde ' +
    'udkast luonnos szkic privat privé prive privado privada privato geheim vertraulich черновик 草稿 下書き',
  shows:
    'published ispublished public ispublic isaccessibleforfree veröffentlicht öffentlich publié publie publicado pubblicato gepubliceerd ' +
    'publicerad udgivet publisert',
  releases: 'publish dgpublish',
  displays: 'listed show visible render output online live active enabled released ready finished approved permalink',
  access: 'visibility access accesslevel contentaccess contentvisibility privacy contenttier',
  status:
    'status poststatus pagestatus articlestatus publishstatus publishingstatus publicationstatus contentstatus ' +
    'reviewstatus reviewstate workflow workflowstate workflowstatus editorialstatus creativeworkstatus',
  hint: 'state stage audience type kind phase progress emailtype',
  secret: 'password passphrase postpassword',
  begins:
    'publishdate pubdate pubdatetime publisheddate publishedat publishedon publishon publishat publishafter publicationdate ' +
    'firstpublishedat datepublished scheduled scheduledat scheduledfor scheduledate scheduleddate golive goliveat ' +
    'golivedate embargo embargountil embargodate releasedate availablefrom visiblefrom startpublishing',
  ends:
    'expirydate expiry expire expires expiresat expireson expirationdate expiration expirationtime unpublishdate unpublishat ' +
    'unpublishedat unpublishon availableuntil visibleuntil validuntil endpublishing depublishdate',
}
const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries(names).flatMap(([kind, list]) => list.split(' ').map((name) => [name, kind as Kind])), // entries loses the type of keys
)

/** Names of marks whose misspellings are recognized. */
const spellings = ['draft', 'private', 'hidden', 'unlisted', 'published', 'publish']

const statuses = ['published', 'draft', 'corrected', 'retracted']

/** Returns true if a field may keep an article from the public. */
export function isMark(name: string): boolean {
  return kinds.has(simpleName(name))
}

/** Returns true if a field is a mark whatever else surrounds it, unlike `type` or `show`. */
export function isPlainMark(name: string): boolean {
  const kind = kinds.get(simpleName(name))
  return kind !== undefined && kind !== 'hint' && kind !== 'displays'
}

/** Reads every mark among the fields. A mark that cannot be read keeps the article from the public, too. */
export function readMarks(fields: readonly Field[], conventions: DateConventions): Marks {
  const readings = fields.map((field) => readMark(field, conventions))
  const instants = (name: 'publishAt' | 'expires') =>
    readings.flatMap((reading) => reading[name] ?? []).sort((one, other) => Date.parse(one) - Date.parse(other))
  const problems = readings.flatMap(({ problem }) => problem ?? [])
  return {
    problems,
    isHeldBack: problems.length > 0,
    publishAt: instants('publishAt').at(-1),
    expires: instants('expires')[0],
  }
}

type Reading = {
  readonly problem?: Problem
  readonly publishAt?: string | undefined
  readonly expires?: string | undefined
}

function readMark(field: Field, conventions: DateConventions): Reading {
  const name = simpleName(field.name)
  const kind = kinds.get(name)
  const written = toText(field.value) ?? ''
  const text = isNothing(written) ? '' : written
  if (kind === undefined) return readOther(field, name, text)
  if (text === '') return kind === 'releases' ? { problem: heldBack(field) } : {}
  switch (kind) {
    case 'hides':
      return readHiding(field, name, text)
    case 'shows':
    case 'releases':
      return isYes(text) ? {} : readRelease(field, text, conventions)
    case 'displays':
      return isYes(text) === false ? { problem: heldBack(field) } : {}
    case 'access':
      return isHiddenWord(text) === false || isYes(text) === false ? {} : { problem: heldBack(field) }
    case 'status':
      return readStatus(field, text)
    case 'hint':
      return isHiddenWord(text) ? { problem: heldBack(field) } : {}
    case 'secret':
      return { problem: heldBack(field) }
    case 'begins':
      return isYes(text) === undefined ? readBeginning(field, text, conventions) : { problem: heldBack(field) }
    case 'ends':
      return isYes(text) === false ? {} : readEnd(field, text, conventions)
  }
}

function readHiding(field: Field, name: string, text: string): Reading {
  const hides = isYes(text)
  if (hides === false || (typeof field.value !== 'string' && text === '')) return {}
  if (hides || name !== 'draft' || isHiddenWord(text)) return { problem: heldBack(field) }
  const { line, column } = field
  const message = `"${text.slice(0, 40)}" is not a valid value of draft.`
  return { problem: error('invalid-draft', message, { line, column, fix: 'Write true or false.' }) }
}

/** Reads a value of `published`, which is a date in some programs. */
function readRelease(field: Field, text: string, conventions: DateConventions): Reading {
  const instant = isYes(text) === false ? undefined : readStoredDate(text, conventions)?.instant
  return instant === undefined && isHiddenWord(text) !== false ? { problem: heldBack(field) } : { publishAt: instant }
}

/** Reads a status. An unfamiliar one is an error, because the author may have meant to retract or to hide the article. */
function readStatus(field: Field, text: string): Reading {
  const word = simpleWord(text)
  const isHidden = isHiddenWord(text)
  if (statuses.includes(word) && word !== 'draft') return {}
  if (isHidden !== undefined) return isHidden ? { problem: heldBack(field) } : {}
  const { name, line, column } = field
  const close = nearest(word, statuses)
  const fix =
    close === undefined ? 'Write "published", "draft", "corrected" or "retracted".' : `Did you mean "${close}"?`
  return {
    problem: error('invalid-status', `"${text.slice(0, 40)}" is not a valid value of ${name}.`, { line, column, fix }),
  }
}

/** Reads the time from which an article is for the public. An unreadable one is an error: the author meant to wait. */
function readBeginning(field: Field, text: string, conventions: DateConventions): Reading {
  const instant = readStoredDate(text, conventions)?.instant
  return instant === undefined ? { problem: invalidDate(field, text) } : { publishAt: instant }
}

/** Reads the time from which an article is no longer for the public: the beginning of a day, as in Hugo. */
function readEnd(field: Field, text: string, conventions: DateConventions): Reading {
  const instant = readStoredDate(text, conventions)?.instant
  if (instant === undefined) return { problem: invalidDate(field, text) }
  return { expires: startOf(instant, conventions.timeZone) }
}

export function invalidDate({ name, line, column }: Field, text: string): Problem {
  const message = `"${text.slice(0, 40)}" in the field ${name.slice(0, 40)} cannot be read as a date.`
  return error('invalid-date', message, { line, column, fix: 'Write it as 2026-03-31 or 2026-03-31 09:30.' })
}

/** Reads Hugo's `build`, and misspelt marks such as `darft: true`. */
function readOther(field: Field, name: string, text: string): Reading {
  if (/^_?build$/.test(name)) {
    const build = isMapping(field.value) ? field.value : {}
    return [build.render, build.list].some(isNever) ? { problem: heldBack(field, 'build: never') } : {}
  }
  if (text === '' || isYes(text) === undefined) return {}
  const meant = nearest(name, spellings)
  return meant === undefined ? {} : { problem: heldBack(field, undefined, `Did you mean "${meant}"? `) }
}

function isNever(value: FieldValue | undefined): boolean {
  return typeof value === 'string' && /^(?:never|false|link|local)$/i.test(value)
}

/** Returns the warning that an article is not published, and why. */
export function heldBack({ name, value, line, column }: Field, mark?: string, hint = ''): Problem {
  const text = simpleName(name).includes('pass') ? '…' : (toText(value) ?? '').slice(0, 60)
  const cause = mark ?? (name.startsWith('#') ? name : `${name}: ${text}`)
  return warning('held-back', `The article is not published, because of "${cause.slice(0, 110).trim()}".`, {
    line,
    column,
    fix: `${hint}To publish it, remove this mark and upload the file again.`,
  })
}
