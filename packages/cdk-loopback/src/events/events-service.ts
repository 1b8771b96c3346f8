import type { Clock } from '../clock.ts'
import type { Deliveries } from '../deliveries/deliveries.ts'
import type { AwsService } from '../endpoint/aws-service.ts'
import type { Database } from '../queues/database.ts'
import type { StackPlan } from '../template/stack-plan.ts'
import { type BusEvent, composeEvent, type NewEvent } from './bus-event.ts'
import { busesOf, defaultBus, requestedBus } from './event-buses.ts'
import { type EventLog, openEventLog } from './event-log.ts'
import type { EventPoster } from './event-poster.ts'
import { createEventsApi } from './events-api.ts'
import { checkEntries, type Entry, type PutResult, readEntry } from './put-events.ts'
import { createRuleList } from './rule-list.ts'

export type EventsService = {
  /** The endpoint's service. */
  readonly api: AwsService
  /** The last events of all buses. */
  readonly log: Pick<EventLog, 'list'>
  /** Puts an event of an AWS service on the default bus. Joins the current transaction. Default of `time`: now. */
  emit(event: Omit<NewEvent, 'time'> & Partial<Pick<NewEvent, 'time'>>): void
}

export type EventsOptions = {
  readonly plan: Pick<StackPlan, 'eventBuses' | 'rules' | 'region' | 'account'>
  readonly database: Database
  readonly deliveries: Pick<Deliveries, 'add'>
  readonly poster: Pick<EventPoster, 'add'>
  readonly clock: Clock
  readonly log: (line: string) => void
}

/** Opens the embedded EventBridge. An event is stored for each target of each matching rule before it is acknowledged. */
export function openEvents({ plan, database, deliveries, poster, clock, log }: EventsOptions): EventsService {
  const rules = createRuleList(plan.rules, deliveries)
  const busNames = new Set(busesOf(plan).map(({ name }) => name))
  const eventLog = openEventLog(database)
  const route = (busName: string, event: BusEvent) => {
    rules.route(busName, event, clock.now())
    eventLog.add(busName, event)
    if (busName !== defaultBus) poster.add(event)
  }

  const putEntry = (entry: Entry): object => {
    const event = readEntry(entry, clock.now())
    if ('ErrorCode' in event) return event
    const busName = requestedBus(entry.EventBusName, plan)
    const sent = composeEvent(event, plan)
    if (busNames.has(busName)) route(busName, sent)
    // As in AWS, the entry succeeds, although the event is lost.
    else log(`PutEvents: an event from ${event.source} is lost, because the event bus ${busName} does not exist`)
    return { EventId: sent.id }
  }
  const put = (entries: readonly Entry[]): PutResult => {
    checkEntries(entries)
    const Entries = database.transaction(() => entries.map(putEntry))
    return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries }
  }
  return {
    api: createEventsApi({ plan, put }),
    log: eventLog,
    emit: (event) => route(defaultBus, composeEvent({ time: clock.now(), ...event }, plan)),
  }
}
