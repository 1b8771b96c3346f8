/** A clock that runs like the machine's, but can be moved. */
export type Clock = {
  now(): Date
  /** Milliseconds ahead of the machine's clock. */
  readonly offsetMs: number
  /** Moves the clock to a time, or by a number of milliseconds. */
  move(toOrBy: Date | number): void
  /** Calls the listener after each move. Returns a function that removes the listener. */
  onMove(listener: () => void): () => void
}

export function createClock(machineNow: () => Date = () => new Date()): Clock {
  let offsetMs = 0
  const listeners = new Set<() => void>()
  return {
    now: () => new Date(machineNow().getTime() + offsetMs),
    get offsetMs() {
      return offsetMs
    },
    move: (toOrBy) => {
      if (typeof toOrBy === 'number') offsetMs += toOrBy
      else offsetMs = toOrBy.getTime() - machineNow().getTime()
      for (const listener of listeners) listener()
    },
    onMove: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
