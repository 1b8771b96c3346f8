import type { CsvRow } from './import-header.ts'
import { type ImportStatus, isCount, type Meaning, normalForm, readFlag, readState } from './status-words.ts'

export type { ImportStatus } from './status-words.ts'

/** Why a line is not imported. Without `status`, the cell is no known yes, and nothing is recorded about the person. */
export type Refusal = { readonly status?: ImportStatus; readonly reason: string }

/** `state`: a word. `bad`: a yes/no, date or count that speaks against mailing. `good`: one that speaks for it. */
type ColumnRole =
  | { readonly kind: 'state' }
  | { readonly kind: 'bad'; readonly status: ImportStatus; readonly isText: boolean }
  | { readonly kind: 'good'; readonly status: ImportStatus; readonly isStrict: boolean }

/** Other matters than mail, and links, which every row has. */
const elsewhere =
  /\b(sms|phone|mobile|whatsapp|push|call|fax|stripe|payment|paid|billing|order|lead|lifecycle|deal|ticket|marital|tax|employment|work|task|import|url|link|token|hash|key|id|uuid|ip|score|rate)\b/
const stateColumns =
  /\b(status|statut|estado|stato|zustand|état|etat|stan|tila|durum|статус|الحالة|ステータス|状態|状态|狀態|상태)\b|^(state|email state|subscription state|subscriber state|member state|contact state|type|kind|subscriber type|subscription type|member type|membership type|anmeldestatus|abostatus|mitgliedsstatus|newsletterstatus|subscription|email campaigns|subscription tier|e ?mail marketing consent|(accepts )?e ?mail marketing)$|^(статус|الحالة|ステータス|状態|状态|狀態|상태)|status$/

/** Parts of names of columns that speak against mailing, the most severe first. */
const badColumns: readonly (readonly [ImportStatus, RegExp])[] = [
  ['complaint', /complain|spam|junk|abuse|beschwerde|plainte|queja/],
  ['bounce', /bounc|\bclean(ed)? time|undeliverable|unzustellbar|rebot/],
  ['unconfirmed', /\b(un|not )(confirmed|verified|activated)|^(suspended|silenced)/],
  [
    'unsubscribed',
    /unsub|non ?subscrib|opt(ed)? ?out|\b(is |account |email |this account )?(disabled|deleted|cancel+ed|removed|archived|erased)\b|abgemeldet|abmeld|desabonn|désabonn|désinscri|desinscri|desuscri|\bbaja\b|disiscri|descadastr|uitgeschreven|afgemeld|left at|left on/,
  ],
  [
    'operator',
    /block|blacklist|black list|suppress|banned|\bdnc\b|\bdo ?not\b|\bdont\b|gesperrt|bloque|bloquea|blocca/,
  ],
]
const goodColumns: readonly (readonly [ImportStatus, RegExp])[] = [
  [
    'unsubscribed',
    /^(is |currently )?subscribed( to .*)?$|^(newsletter|e ?mail|mailing( list)?) subscribed$|^abonniert$/,
  ],
  [
    'unconfirmed',
    /confirmed|verified|consent|opt(ed)? ?in\b|permission|bestätigt|einwilligung|confirmé|confirmado|^(is |user |email )?(active|activated|enabled|approved)$|accepts (e ?mail )?marketing|zustimmung/,
  ],
]
/** Facts about a consent, a departure or a state that do not say whether it happened. */
const details =
  /\b(source|text|version|method|campaign|campaigns|reason|other|comment|note|notes|user agent|by|from|category|country|language|title|format|name)\b/
const times = /\b(time|at|on|date|datum|fecha|day|since|timestamp|when)\b/

const roles = new Map<string, ColumnRole | undefined>()

/** Returns what a column says about a person's state. Undefined if it says nothing about it. */
function roleOf(column: string): ColumnRole | undefined {
  if (!roles.has(column)) roles.set(column, findRole(column.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()))
  return roles.get(column)
}

function findRole(name: string): ColumnRole | undefined {
  if (name === 'active subscription') return undefined // Substack's free readers have none
  const bad = badColumns.find(([, names]) => names.test(name))?.[0]
  const isState = stateColumns.test(name) && !elsewhere.test(name)
  if (bad && !isState) {
    if (/\b(url|link|token|hash|key|id|uuid|ip|score|rate|method|source)\b/.test(name)) return undefined
    return { kind: 'bad', status: bad, isText: details.test(name) }
  }
  if (isState)
    return times.test(name) || /\b(email type|source|changed|updated)\b/.test(name) ? undefined : { kind: 'state' }
  const good = goodColumns.find(([, names]) => names.test(name))?.[0]
  if (!good || elsewhere.test(name) || details.test(name) || /manually/.test(name)) return undefined
  const isTime = times.test(name)
  if (isTime && !/confirmed|verified|bestätigt/.test(name)) return undefined
  return { kind: 'good', status: good, isStrict: !isTime }
}

/** The most severe first. */
const severity: readonly ImportStatus[] = ['complaint', 'operator', 'bounce', 'unsubscribed', 'unconfirmed']

/**
 * Returns why a person must not be imported, and the cell that says so. Undefined if the file has no column about their
 * state, or if the columns say that they receive mail. A word that is not known is no yes.
 */
export function findRefusal(row: CsvRow): Refusal | undefined {
  const refusals: Refusal[] = []
  const blanks: string[] = []
  let hasYes = false
  for (const column of Object.keys(row)) {
    const role = roleOf(column)
    if (!role || (column === 'state' && isPostalState(row))) continue
    const meaning = meaningOf(role, row[column] ?? '')
    if (meaning === 'subscribed') hasYes ||= role.kind !== 'bad'
    else if (meaning === 'blank') blanks.push(column)
    else refusals.push(refuse(column, role, row[column] ?? '', meaning))
  }
  const recorded = severity.flatMap((status) => refusals.find((refusal) => refusal.status === status) ?? [])[0]
  const refusal = recorded ?? refusals[0]
  if (refusal) return refusal
  const blank = blanks[0]
  return hasYes || blank === undefined ? undefined : { reason: `${blank}: it is empty, so no consent is known` }
}

function refuse(column: string, role: ColumnRole, cell: string, status: ImportStatus | 'unknown'): Refusal {
  const text = cell.trim().slice(0, 60)
  if (status !== 'unknown') return { status, reason: `the file says ${column}: ${text}` }
  return { reason: `${column}: ${text} is ${role.kind === 'state' ? 'not a known state' : 'neither yes nor no'}` }
}

function meaningOf(role: ColumnRole, cell: string): Meaning {
  if (role.kind === 'state') return readState(cell)
  const flag = readFlag(cell)
  const word = readState(cell)
  if (role.kind === 'bad') {
    if (flag === 'no' || flag === 'blank') return 'subscribed' // it says nothing against mailing
    if (flag === 'yes' || isCount(cell) || role.isText) return role.status
    return word === 'blank' ? 'unknown' : word
  }
  if (flag === 'blank') return 'blank'
  if (flag === 'yes') return 'subscribed'
  return flag === 'no' ? role.status : word
}

/** Columns that only postal addresses have. */
const postal = [
  'city',
  'zip',
  'zip code',
  'zipcode',
  'postal code',
  'postcode',
  'street',
  'address 1',
  'province',
  'town',
]

/** Returns true if the column `state` is part of a postal address: `NY`, or a name beside a city. */
function isPostalState(row: CsvRow): boolean {
  const cell = (row.state ?? '').trim()
  if (!postal.some((column) => row[column] !== undefined)) return false
  return cell === '' || /^[A-Z]{2,3}$/.test(cell) || regions.has(normalForm(cell))
}

const regions = new Set(
  [
    'alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas',
    'kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon',
    'pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming ontario quebec québec alberta manitoba saskatchewan',
    'victoria queensland tasmania bayern hessen sachsen berlin hamburg bremen',
  ]
    .join(' ')
    .split(' ')
    .concat(
      'new york, new jersey, new mexico, new hampshire, north carolina, south carolina, north dakota, south dakota, west virginia, rhode island, district of columbia, british columbia, nova scotia, new brunswick, new south wales, south australia, western australia, baden württemberg, nordrhein westfalen'.split(
        ', ',
      ),
    ),
)
