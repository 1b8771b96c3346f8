const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const zones: Readonly<Record<string, string>> = {
  ...{
    z: 'Z',
    utc: 'Z',
    gmt: 'Z',
    est: '-05:00',
    edt: '-04:00',
    cst: '-06:00',
    cdt: '-05:00',
    mst: '-07:00',
    mdt: '-06:00',
  },
  ...{ pst: '-08:00', pdt: '-07:00', cet: '+01:00', cest: '+02:00', bst: '+01:00' },
}
const dayFirst = /^(?:\p{L}+,? )?(\d{1,2})(?:st|nd|rd|th)?[ -](\p{L}{3,9})\.?,?[ -](\d{4})\b/u
const monthFirst = /^(?:\p{L}+,? )?(\p{L}{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b/u
const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?=$|[T ,])/
const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?=$|[T ,])/
const slashed = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?=$|[T ,])/
const time =
  /^(?:[T ,]| at)* ?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)? ?([aApP]\.?[mM]\.?)?(?: ?(Z|(?:UTC|GMT)?[+-]\d{2}:?\d{2}|[A-Z]{3,4}|[+-]\d{2}))?(?: (?:\([^)]{1,40}\)|[A-Z]{2,5}|[+-]\d{4}))?(?: m=[+-][\d.]+)?$/u

/**
 * Reads a date as exports write it: ISO 8601, that of Go (`2021-05-01 10:10:10.123456 +0000 UTC`), RFC 2822, names of
 * months, `31.1.2024`, seconds or milliseconds since 1970, and `1/31/2024` if it has one meaning. A time without a zone
 * is UTC. Returns undefined for any other text.
 */
export function readConsentDate(text: string): string | undefined {
  const trimmed = text
    .trim()
    .replace(/[\u00a0\u202f]/g, ' ')
    .slice(0, 100)
  if (/^\d{10}(\d{3})?$/.test(trimmed)) return isoOf(new Date(Number(trimmed.padEnd(13, '0'))))
  const day = readDay(trimmed)
  return day && withTime(day.day, trimmed.slice(day.length))
}

function readDay(text: string): { readonly day: string; readonly length: number } | undefined {
  const found = (match: RegExpExecArray, year?: string, month?: number | string, date?: string) => {
    const number = typeof month === 'number' ? month : Number(month)
    const day = `${year}-${String(number).padStart(2, '0')}-${date?.padStart(2, '0')}`
    const instant = new Date(`${day}T00:00Z`)
    const exists = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day)
    return exists && day >= '1970' ? { day, length: match[0].length } : undefined
  }
  const monthOf = (name = '') => months.indexOf(name.toLowerCase().slice(0, 3)) + 1
  let match = yearFirst.exec(text)
  if (match) return found(match, match[1], match[3], match[4])
  match = dayFirst.exec(text)
  if (match) return found(match, match[3], monthOf(match[2]), match[1])
  match = monthFirst.exec(text)
  if (match) return found(match, match[3], monthOf(match[1]), match[2])
  match = dotted.exec(text)
  if (match) return found(match, match[3], match[2], match[1])
  match = slashed.exec(text)
  if (!match) return undefined
  const [, first = '', , second = '', year] = match
  if (Number(first) > 12) return found(match, year, second, first)
  if (Number(second) > 12 || first === second) return found(match, year, first, second)
  return undefined // 3/4/2024 is 3 April or 4 March
}

function withTime(day: string, rest: string): string | undefined {
  if (rest.trim() === '') return isoOf(new Date(`${day}T00:00Z`))
  const match = time.exec(rest)
  if (!match) return undefined
  const [, hours = '', minutes, seconds = '00', half, zone = 'Z'] = match
  const hour = half ? (Number(hours) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hours)
  const offset = zones[zone.toLowerCase()] ?? offsetOf(zone)
  if (offset === undefined || hour > 23) return undefined
  return isoOf(new Date(`${day}T${String(hour).padStart(2, '0')}:${minutes}:${seconds}${offset}`))
}

function offsetOf(zone: string): string | undefined {
  const [, hours, minutes = '00'] = /^(?:UTC|GMT)?([+-]\d{2}):?(\d{2})?$/.exec(zone) ?? []
  return hours && `${hours}:${minutes}`
}

function isoOf(instant: Date): string | undefined {
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString()
}
