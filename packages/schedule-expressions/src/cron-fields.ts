/** What EventBridge Scheduler accepts in the six fields of a cron expression. */

type Field = {
  readonly name: string
  readonly first: number
  readonly last: number
  /** Names of values: the first one is `first`. */
  readonly names: readonly string[]
  /** Whether `/` is allowed. */
  readonly steps: boolean
  /** Values that stand alone, besides numbers and names. */
  readonly special: RegExp
}

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const none = /^$/

const cronFields: readonly Field[] = [
  { name: 'minutes', first: 0, last: 59, names: [], steps: true, special: none },
  { name: 'hours', first: 0, last: 23, names: [], steps: true, special: none },
  { name: 'day-of-month', first: 1, last: 31, names: [], steps: true, special: /^(\?|LW?|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', first: 1, last: 12, names: months, steps: true, special: none },
  {
    name: 'day-of-week',
    first: 1,
    last: 7,
    names: weekdays,
    steps: false,
    special: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/,
  },
  { name: 'year', first: 1970, last: 2199, names: [], steps: true, special: none },
]

/**
 * Checks the fields of EventBridge's `cron(minutes hours day-of-month month day-of-week year)`.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 * @throws {Error} naming the field, and what to write instead
 */
export function checkCronFields(fields: readonly string[]): void {
  if (fields.length !== cronFields.length) {
    throw new Error('it needs six fields')
  }
  for (const [index, field] of cronFields.entries()) checkField(fields[index] ?? '', field)
  if ((fields[2] === '?') === (fields[4] === '?')) {
    throw new Error('either day-of-month or day-of-week must be "?"')
  }
}

function checkField(text: string, field: Field): void {
  if (text === '*' || field.special.test(text)) return
  for (const part of text.split(',')) {
    const mistake = findMistake(part, field)
    if (mistake !== undefined) throw new Error(`${field.name}: "${text}" is not possible; ${mistake}`)
  }
}

/** Checks one part of a list: a value, a range, or either with a step. */
function findMistake(part: string, field: Field): string | undefined {
  const { first, last, names, steps } = field
  const [, from = '', to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? []
  if (step !== undefined && !steps) return 'list its days, such as MON,WED,FRI'
  if (part.includes('#')) return 'use "#" only once and alone, such as 2#1'
  const [start, end] = [readValue(from, field), to === undefined ? undefined : readValue(to, field)]
  const isStar = from === '*' && to === undefined && step !== undefined
  if ((!isStar && start === undefined) || (to !== undefined && end === undefined)) {
    const named = names.length > 0 ? `, or ${names[0]} to ${names.at(-1)}` : ''
    const alone = field.special === none ? '"*"' : '"*", "?", "L" and the like'
    return `use ${first} to ${last}${named}, or ${alone} alone`
  }
  if (start !== undefined && end !== undefined && start > end) return 'a range begins with the smaller value'
  if (step !== undefined && (Number(step) < 1 || Number(step) > last - first + 1)) {
    return `a step is 1 to ${last - first + 1}`
  }
  return undefined
}

function readValue(text: string, { first, last, names }: Field): number | undefined {
  const named = names.indexOf(text)
  if (named >= 0) return first + named
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  return value >= first && value <= last ? value : undefined
}
