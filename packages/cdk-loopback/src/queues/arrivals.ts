/** Wakes the receivers that wait for messages of a queue. */
export type Arrivals = {
  /** Resolves when the queue may have a visible message, after `milliseconds`, when aborted or when closed. */
  wait(queue: string, milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Wakes all receivers that wait for a queue. */
  announce(queue: string): void
  announceAll(): void
  /** Notes that the messages that are visible at a time have been looked up: whoever waits, waits for later ones. */
  noteLook(queue: string, time: number): void
  /** Wakes the receivers that wait for a queue now, at a time in milliseconds since 1970. */
  expect(queue: string, time: number): void
  /** Wakes all receivers. From then on, `wait` resolves immediately. */
  close(): void
  readonly closed: boolean
}

/** Milliseconds. Timers stop while the machine sleeps, so no alarm is set further ahead. */
const longestTimer = 60_000

type Alarm = { readonly time: number; readonly timer: NodeJS.Timeout }

/** @param nextVisible returns when the next message of a queue becomes visible, or became so, after a time */
export function createArrivals(
  now: () => Date,
  nextVisible: (queue: string, after: number) => number | undefined,
): Arrivals {
  /** Times of the last looks. A message may become visible between a look and the wait that follows. */
  const looks = new Map<string, number>()
  const waiting = new Map<string, Set<() => void>>()
  const alarms = new Map<string, Alarm>()
  let closed = false

  const cancelAlarm = (queue: string) => {
    clearTimeout(alarms.get(queue)?.timer)
    alarms.delete(queue)
  }
  const announce = (queue: string) => {
    cancelAlarm(queue)
    for (const wake of [...(waiting.get(queue) ?? [])]) wake()
  }
  const expect = (queue: string, time: number) => {
    if (!waiting.get(queue)?.size) return
    const alarm = alarms.get(queue)
    if (alarm && alarm.time <= time) return
    clearTimeout(alarm?.timer)
    const timer = setTimeout(() => announce(queue), Math.min(longestTimer, Math.max(0, time - now().getTime())))
    alarms.set(queue, { time, timer: timer.unref() })
  }
  const announceAll = () => {
    for (const queue of waiting.keys()) announce(queue)
  }
  const add = (queue: string, wake: () => void) => {
    const wakes = waiting.get(queue) ?? new Set()
    waiting.set(queue, wakes.add(wake))
    const next = nextVisible(queue, looks.get(queue) ?? 0)
    if (next !== undefined) expect(queue, next)
  }
  const remove = (queue: string, wake: () => void) => {
    const wakes = waiting.get(queue)
    wakes?.delete(wake)
    if (!wakes?.size) cancelAlarm(queue)
  }
  return {
    wait: (queue, milliseconds, signal) =>
      new Promise((resolve) => {
        if (closed || signal?.aborted) return resolve()
        const wake = () => {
          clearTimeout(timeout)
          signal?.removeEventListener('abort', wake)
          remove(queue, wake)
          resolve()
        }
        const timeout = Number.isFinite(milliseconds) ? setTimeout(wake, milliseconds) : undefined
        signal?.addEventListener('abort', wake)
        add(queue, wake)
      }),
    announce,
    announceAll,
    noteLook: (queue, time) => void looks.set(queue, time),
    expect,
    close: () => {
      closed = true
      announceAll()
    },
    get closed() {
      return closed
    },
  }
}
