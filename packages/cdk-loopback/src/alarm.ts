import type { Clock } from './clock.ts'

/** Wakes a caller at a time of the stack's clock. */
export type Alarm = {
  /** Replaces the time, in milliseconds since 1970. Undefined: rings only when the clock is moved. */
  set(time: number | undefined): void
  close(): void
}

/** Milliseconds. A timer lasts at most 24 days, and stops while the machine sleeps. */
const longestTimer = 60_000

/** @param ring may be called before the time: whenever the clock is moved, and at least once a minute */
export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined
  const stopListening = clock.onMove(ring)
  return {
    set: (time) => {
      clearTimeout(timer)
      if (time === undefined) return
      timer = setTimeout(ring, Math.min(longestTimer, Math.max(1, time - clock.now().getTime()))).unref()
    },
    close: () => {
      stopListening()
      clearTimeout(timer)
    },
  }
}
