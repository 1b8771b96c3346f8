import { AwsError } from '../../endpoint/aws-service.ts'
import { matchesPattern, parseEventPattern } from '../../events/event-pattern.ts'
import type { Storage } from '../../host/storage.ts'
import { isThrottling } from '../../lambda/invocation-error.ts'
import type { StreamSourcePlan } from '../../template/stack-plan.ts'
import { type Change, retention } from './change-log.ts'
import { composeFailureMessage, type GivenUp } from './failure-message.ts'
import { type Batch, decideRetry, type Outcome, readResponse } from './retry-batch.ts'
import { createSignal, type Signal } from './signal.ts'
import type { StreamReader } from './stream-reader.ts'
import type { StreamRecord } from './stream-record.ts'

export type StreamSource = {
  /** Returns whether there are changes that the function has not handled yet. */
  hasWork(): boolean
  /** Hands over incomplete batches, without waiting for the end of their windows, until the returned function is called. */
  hurry(): () => void
  /** Reads no more changes. Resolves when the running batches are finished. */
  close(): Promise<void>
}

export type StreamSourceOptions = {
  readonly invoke: (event: { readonly Records: readonly StreamRecord[] }) => Promise<unknown>
  /** Sends a message to the mapping's destination of failures. */
  readonly report: (message: string) => void
  readonly now: () => Date
  /** Receives a line about each batch that failed. */
  readonly log: (line: string) => void
  /** No changes are handed over while nothing can be stored, because their retries would be used up. */
  readonly storage: Pick<Storage, 'isClosed' | 'room'>
}

/** One of the readers that share a stream. Each handles the changes of its partition keys in order. */
type Lane = {
  readonly number: number
  /** All changes up to this sequence are handled, or are not for this lane. */
  position: number
  /** The position after the last restart would be this one. */
  checkpoint: number
  isHandling: boolean
}

type Source = StreamSourceOptions & {
  readonly plan: StreamSourcePlan
  readonly reader: StreamReader
  /** Returns whether a change is for a lane, and matches the filters. */
  readonly selects: (change: Change, lane: Lane) => boolean
  /** Raised when there may be changes, when someone hurries, or when the source closes. */
  readonly signal: Signal
  readonly state: { closed: boolean; hurrying: number }
}

/** Changes read at a time. */
const pageSize = 500
/** Bytes of the items in a batch. An invocation can have 6 MB, as JSON. */
const maxBatchBytes = 4 * 1024 * 1024
/** A checkpoint is stored after this number of changes that no function handles, because each is a write to the disk. */
const checkpointAfter = 500
/** Milliseconds before a failed batch is tried again; doubled with each failure, up to the second. */
const firstPause = 100
const longestPause = 10_000

/** Invokes a function with the changes of a table, in batches as defined by its event source mapping. */
export function startStreamSource(
  plan: StreamSourcePlan,
  reader: StreamReader,
  options: StreamSourceOptions,
): StreamSource {
  const patterns = plan.filters.map(parseEventPattern)
  const signal = createSignal()
  const state = { closed: false, hurrying: 0 }
  const selects: Source['selects'] = (change, { number }) => {
    if (reader.laneOf(change) !== number) return false
    if (patterns.length === 0) return true
    const record = reader.render(change)
    return patterns.some((pattern) => matchesPattern(pattern, record))
  }
  const source: Source = { ...options, plan, reader, selects, signal, state }
  const lanes = reader.checkpoints.map((checkpoint, number): Lane => {
    return { number, position: checkpoint, checkpoint, isHandling: false }
  })
  const stopListening = reader.onChanges(signal.raise)
  const running = Promise.all(lanes.map((lane) => runLane(source, lane)))
  return {
    hasWork: () => lanes.some(({ isHandling, position }) => isHandling || reader.hasAfter(position)),
    hurry: () => {
      state.hurrying += 1
      signal.raise()
      return () => {
        state.hurrying -= 1
      }
    },
    close: async () => {
      state.closed = true
      stopListening()
      signal.raise()
      await running
    },
  }
}

async function runLane(source: Source, lane: Lane): Promise<void> {
  const { plan, signal, state, log } = source
  while (!state.closed) {
    try {
      await roomOrEnd(source)
      const { changes, end } = await gather(source, lane)
      lane.isHandling = changes.length > 0
      if (changes.length === 0 || (await handOver(source, lane, changes))) moveTo(source, lane, end)
    } catch (error) {
      log(`${plan.logicalId}: the stream cannot be read: ${error}`)
      await signal.wait(longestPause)
    } finally {
      lane.isHandling = false
    }
  }
  try {
    if (lane.position > lane.checkpoint) source.reader.moveCheckpoint(lane.number, lane.position)
  } catch (error) {
    log(`${plan.logicalId}: changes that are handled will be handled again after a restart: ${error}`)
  }
}

/** Waits while nothing can be stored, but not if the source closes. */
async function roomOrEnd({ storage, signal, state }: Source): Promise<void> {
  while (storage.isClosed && !state.closed) await Promise.race([storage.room(), signal.wait(longestPause)])
}

type Gathered = { readonly changes: readonly Change[]; readonly end: number }

/** Gathers the next batch: stored changes, and those that follow within the batch window. Empty if the source closes. */
async function gather(source: Source, lane: Lane): Promise<Gathered> {
  const { plan, reader, selects, signal, state } = source
  const changes: Change[] = []
  let [end, bytes, windowEnd] = [lane.position, 0, Number.POSITIVE_INFINITY]
  while (!state.closed) {
    const page = reader.list(end, pageSize)
    for (const change of page) {
      if (selects(change, lane)) {
        if (bytes > 0 && bytes + change.size > maxBatchBytes) return { changes, end }
        changes.push(change)
        bytes += change.size
      }
      end = change.sequence
      if (changes.length === plan.batchSize) return { changes, end }
    }
    if (changes.length === 0) moveTo(source, lane, end)
    else windowEnd = Math.min(windowEnd, performance.now() + plan.batchWindow * 1000)
    if (page.length === pageSize) {
      await new Promise((resolve) => setImmediate(resolve)) // lets requests through
      continue
    }
    const left = windowEnd - performance.now()
    if (changes.length > 0 && (left <= 0 || state.hurrying > 0)) return { changes, end }
    await signal.wait(left)
  }
  return { changes: [], end: lane.position }
}

/** Moves a lane forward past changes that need no invocation. */
function moveTo({ reader }: Source, lane: Lane, end: number): void {
  if (end <= lane.position) return
  lane.position = end
  if (end - lane.checkpoint < checkpointAfter) return
  reader.moveCheckpoint(lane.number, end)
  lane.checkpoint = end
}

/** Hands over a batch until all of its changes are handled or given up. Returns false if the source closes before. */
async function handOver(source: Source, lane: Lane, changes: readonly Change[]): Promise<boolean> {
  const { plan, state, signal } = source
  const batches: Batch[] = [{ changes, retries: 0, invocations: 0 }]
  let failures = 0
  for (let [batch] = batches; batch; [batch] = batches) {
    const young = dropAged(source, lane, batch, failures > 0)
    if (young !== batch) {
      batches.splice(0, 1, ...(young ? [young] : []))
      continue
    }
    const outcome = await attempt(source, batch)
    if (outcome.kind === 'done') {
      settle(source, lane, batch.changes)
      batches.shift()
      failures = 0
      continue
    }
    if (state.closed) return false
    const decision = decideRetry(plan, batch, outcome)
    if (outcome.kind === 'failed') settle(source, lane, batch.changes.slice(0, outcome.from))
    if ('givenUp' in decision) {
      const threw = outcome.kind === 'failed' && !outcome.reported
      giveUp(source, lane, { batch: decision.givenUp, condition: 'RetryAttemptsExhausted', threw })
      batches.shift()
      continue
    }
    batches.splice(0, 1, ...decision.next)
    failures += 1
    await roomOrEnd(source)
    await pause(signal, state, Math.min(longestPause, firstPause * 2 ** (failures - 1)))
    if (state.closed) return false
  }
  return true
}

/** Waits, but not if the source closes. */
async function pause(signal: Signal, state: Source['state'], milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds
  for (let left = milliseconds; left > 0 && !state.closed; left = end - performance.now()) await signal.wait(left)
}

async function attempt({ plan, reader, invoke, log, storage }: Source, { changes }: Batch): Promise<Outcome> {
  const outcome = await invoke({ Records: changes.map(reader.render) }).then(
    (response): Outcome => (plan.reportsItemFailures ? readResponse(changes, response) : { kind: 'done' }),
    // `invoke` has already logged the reason.
    (error): Outcome =>
      isRefusal(error) || storage.isClosed ? { kind: 'not-invoked' } : { kind: 'failed', from: 0, reported: false },
  )
  if (outcome.kind === 'done') return outcome
  const failed = outcome.kind === 'failed' ? changes.length - outcome.from : changes.length
  log(`${plan.logicalId}: ${failed} of ${changes.length} changes failed`)
  return outcome
}

/** Returns whether Lambda itself refused the invocation, so that the function did not run. */
function isRefusal(error: unknown): boolean {
  return error instanceof AwsError || isThrottling(error)
}

/** Stores that changes are handled. */
function settle({ reader }: Source, lane: Lane, changes: readonly Change[]): void {
  const last = changes.at(-1)
  if (!last) return
  reader.moveCheckpoint(lane.number, last.sequence)
  lane.position = last.sequence
  lane.checkpoint = last.sequence
}

function giveUp(source: Source, lane: Lane, givenUp: GivenUp): void {
  const { plan, report, now, log } = source
  const { changes } = givenUp.batch
  log(`${plan.logicalId}: ${changes.length} changes are given up: ${givenUp.condition}`)
  if (plan.failureDestination) report(composeFailureMessage(plan, givenUp, now()))
  settle(source, lane, changes)
}

/**
 * Drops the changes of a batch that are too old. Returns the rest of the batch; undefined if there is none. Changes that
 * the stream no longer keeps are dropped after a failure only: before, only a moved clock can have made them that old.
 */
function dropAged(source: Source, lane: Lane, batch: Batch, hasFailed: boolean): Batch | undefined {
  const { plan, log } = source
  const aged = countOlder(source, batch, (plan.maximumAge ?? Number.POSITIVE_INFINITY) * 1000)
  const expired = hasFailed ? countOlder(source, batch, retention) : 0
  if (aged === 0 && expired === 0) return batch
  const changes = batch.changes.slice(0, Math.max(aged, expired))
  if (aged > 0) giveUp(source, lane, { batch: { ...batch, changes }, condition: 'RecordAgeExceeded', threw: true })
  else log(`${plan.logicalId}: ${changes.length} changes expired before the function could handle them`)
  settle(source, lane, changes)
  return changes.length === batch.changes.length
    ? undefined
    : { ...batch, changes: batch.changes.slice(changes.length) }
}

/** Counts the changes at the start of a batch that are older than `age` milliseconds. */
function countOlder({ now }: Source, { changes }: Batch, age: number): number {
  const oldest = now().getTime() - age
  const young = changes.findIndex(({ time }) => time >= oldest)
  return young < 0 ? changes.length : young
}
