import { type Occurrences, parseSchedule } from 'schedule-expressions/occurrences'
import type { Clock } from '../clock.ts'
import type { OpenFile } from '../host/database-file.ts'
import type { SchedulePlan, StackPlan } from '../template/stack-plan.ts'
import { openRunLog, type RunLog } from './run-log.ts'
import { composeRun } from './schedule-input.ts'

export type Scheduler = {
  /**
   * Runs a schedule now, in addition to its own times, even if it is disabled. Resolves when the run is stored.
   * @throws {Error} for an unknown logical id
   */
  fire(logicalId: string): Promise<void>
  close(): void
}

export type SchedulerOptions = {
  readonly plan: Pick<StackPlan, 'schedules'>
  /** Folder that keeps the last runs. */
  readonly folder: string
  readonly openFile?: OpenFile
  readonly clock: Clock
  /** Stores a run for delivery to the schedule's target. `attributes` are those of a dead letter. */
  readonly deliver: (schedule: SchedulePlan, input: string, attributes: Readonly<Record<string, string>>) => void
  readonly log: (line: string) => void
}

type Schedule = { readonly plan: SchedulePlan; readonly occurrences: Occurrences; readonly anchor: Date; settled: Date }

/** Milliseconds. A timer lasts at most 24 days, and stops while the machine sleeps. */
const longestTimer = 60_000
/** Milliseconds before a run is tried again that could not be stored, because the disk is full, for example. */
const retryAfter = 1_000

/** Runs the plan's schedules by the local clock. @throws {Error} naming every schedule whose expression is refused. */
export function startScheduler({ plan, folder, openFile, clock, deliver, log }: SchedulerOptions): Scheduler {
  const parsed = parseAll(plan.schedules)
  const runs = openRunLog(folder, openFile)
  const schedules = parsed.map((schedule) => begin(schedule, runs, clock.now()))
  const run = (schedule: SchedulePlan, at: Date) => {
    const { input, attributes } = composeRun(schedule, at)
    deliver(schedule, input, attributes)
  }
  let timer: NodeJS.Timeout | undefined

  const tick = () => {
    clearTimeout(timer)
    const now = clock.now()
    let wait = 1
    for (const schedule of schedules) {
      if (schedule.settled > now) schedule.settled = now // the clock was moved back
      const due = lastOccurrence(schedule, now)
      if (!due) continue
      try {
        run(schedule.plan, due)
        runs.settle(schedule.plan.name, due)
        schedule.settled = due
      } catch (error) {
        log(`${schedule.plan.name}: the run will be tried again: ${error}`)
        wait = retryAfter
      }
    }
    const next = schedules.map(({ occurrences, settled, anchor }) => occurrences.next(settled, anchor))
    const soonest = Math.min(...next.map((time) => time?.getTime() ?? Number.POSITIVE_INFINITY))
    timer = setTimeout(tick, Math.min(longestTimer, Math.max(wait, soonest - clock.now().getTime())))
  }
  const stopListening = clock.onMove(tick)
  tick()
  return {
    fire: async (logicalId) => {
      const schedule = plan.schedules.find((each) => each.logicalId === logicalId)
      if (!schedule) throw new Error(`There is no schedule ${logicalId}.`)
      run(schedule, clock.now())
    },
    close: () => {
      stopListening()
      clearTimeout(timer)
      runs.close()
    },
  }
}

type ParsedSchedule = { readonly plan: SchedulePlan; readonly occurrences: Occurrences }

function parseAll(plans: readonly SchedulePlan[]): readonly ParsedSchedule[] {
  const problems: string[] = []
  const parsed = plans.flatMap((plan) => {
    try {
      return [{ plan, occurrences: parseSchedule(plan.expression, plan.timeZone) }]
    } catch (error) {
      problems.push(
        `${plan.name}: ${plan.expression} (${plan.timeZone}): ${error instanceof Error ? error.message : error}`,
      )
      return []
    }
  })
  if (problems.length > 0) throw new Error(`These schedules cannot be read:\n${problems.join('\n')}`)
  return parsed.filter(({ plan }) => plan.enabled)
}

function begin(schedule: ParsedSchedule, runs: RunLog, now: Date): Schedule {
  const { plan, occurrences } = schedule
  const { anchor, settled } = runs.open(plan.name, `${plan.expression} ${plan.timeZone}`, now)
  return { ...schedule, anchor, settled: occurrences.catchesUp ? settled : now }
}

const hour = 3_600_000
/** Milliseconds to look back, in growing steps, so that years of missed minutes are not counted one by one. */
const lookBacks = [hour, 24 * hour, 31 * 24 * hour, Number.POSITIVE_INFINITY]

/** Returns the last occurrence that has not been handled. One run makes up for all missed occurrences. */
function lastOccurrence({ occurrences, settled, anchor }: Schedule, now: Date): Date | undefined {
  for (const lookBack of lookBacks) {
    const from = new Date(Math.max(settled.getTime(), now.getTime() - lookBack))
    let last: Date | undefined
    for (let next = occurrences.next(from, anchor); next && next <= now; next = occurrences.next(next, anchor))
      last = next
    if (last || from.getTime() === settled.getTime()) return last
  }
  return undefined
}
