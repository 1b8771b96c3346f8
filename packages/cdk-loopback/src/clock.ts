import { performance } from 'node:perf_hooks'

/** A clock that runs like the machine's, but can be moved. */
export type Clock = {
  now(): Date
  /** Milliseconds ahead of the machine's clock. */
  readonly offsetMs: number
  /** Moves the clock to a time, or by a number of milliseconds. */
  move(toOrBy: Date | number): void
  /**
   * Follows the machine's clock if that was set, or if the machine slept: until then, this clock runs on as before. Such a
   * jump is a move, too. To be called every second.
   */
  followMachine(): void
  /** Calls the listener after each move, with its milliseconds. Returns a function that removes the listener. */
  onMove(listener: (byMs: number) => void): () => void
}

/** Milliseconds by which the machine's clock may be corrected without a move. */
const tolerance = 1_000

/** @param steadyNow milliseconds that pass evenly, even if the machine's clock is set. Default: those of `machineNow`, if given */
export function createClock(
  machineNow?: () => Date,
  steadyNow: () => number = machineNow ? () => machineNow().getTime() : () => performance.now(),
): Clock {
  const readMachine = () => machineNow?.().getTime() ?? Date.now()
  let offsetMs = 0
  let start = readMachine() - steadyNow()
  const listeners = new Set<(byMs: number) => void>()
  /** Returns how far the machine's clock is from where it would be without a jump. */
  const readJump = () => {
    const jump = readMachine() - start - steadyNow()
    return Math.abs(jump) > tolerance ? jump : 0
  }
  const now = () => readMachine() - readJump() + offsetMs
  const tell = (byMs: number) => {
    for (const listener of listeners) listener(byMs)
  }
  return {
    now: () => new Date(now()),
    get offsetMs() {
      return offsetMs
    },
    move: (toOrBy) => {
      const byMs = typeof toOrBy === 'number' ? toOrBy : toOrBy.getTime() - now()
      offsetMs += byMs
      tell(byMs)
    },
    followMachine: () => {
      const jump = readJump()
      start = readMachine() - steadyNow()
      if (jump !== 0) tell(jump)
    },
    onMove: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
