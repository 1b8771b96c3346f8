import { parseCron } from './cron-expression.ts'
import { openZone, type Zone } from './wall-time.ts'

export type Occurrences = {
  /** Returns the first occurrence after an instant. `anchor` is the instant from which a rate counts. */
  next(after: Date, anchor: Date): Date | undefined
  /** Whether one run makes up for the runs that were missed while the machine was off. */
  readonly catchesUp: boolean
}

/** Milliseconds. */
const unitLengths: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** Parses an expression of EventBridge Scheduler: `rate(…)`, `cron(…)` or `at(…)`. @throws {Error} naming the mistake */
export function parseSchedule(expression: string, timeZone: string): Occurrences {
  const [, kind, content = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? []
  const zone = openZone(timeZone)
  if (kind === 'rate') return rate(content)
  if (kind === 'cron') return { next: inZone(parseCron(content), zone), catchesUp: true }
  if (kind === 'at') return { next: once(content, zone), catchesUp: true }
  throw new Error('it must be rate(…), cron(…) or at(…)')
}

function rate(content: string): Occurrences {
  const [, count = '', unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(content) ?? []
  const length = Number(count) * (unitLengths[unit] ?? 0)
  if (length === 0) throw new Error('a rate must be a number of minutes, hours or days')
  return {
    next: (after, anchor) => {
      const passed = Math.floor((after.getTime() - anchor.getTime()) / length)
      return new Date(anchor.getTime() + (Math.max(0, passed) + 1) * length)
    },
    catchesUp: length >= 3_600_000,
  }
}

/** As in AWS, leaves out a wall time that DST skips, and counts a repeated one only the first time. */
function inZone(nextWallTime: (after: Date) => Date | undefined, zone: Zone): Occurrences['next'] {
  return (after) => {
    let wall = nextWallTime(zone.wallTime(after))
    for (; wall; wall = nextWallTime(wall)) {
      const instant = zone.instant(wall)
      if (instant && instant > after) return instant
    }
    return undefined
  }
}

function once(content: string, zone: Zone): Occurrences['next'] {
  const wall = new Date(`${content}Z`)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(content) || !wall.toJSON()?.startsWith(content)) {
    throw new Error('at(…) needs a time like 2026-01-31T09:00:00')
  }
  const instant = zone.instant(wall)
  return (after) => (instant && instant > after ? instant : undefined)
}
