/** Wakes everyone who waits for it. */
export type Signal = {
  /** Wakes the waiting callers at the end of the current turn of the event loop, so that what raised it goes first. */
  raise(): void
  /** Resolves when the signal is raised, or after `milliseconds`. */
  wait(milliseconds: number): Promise<void>
}

export function createSignal(): Signal {
  let next = Promise.withResolvers<void>()
  let isRaised = false
  return {
    raise: () => {
      if (isRaised) return
      isRaised = true
      setImmediate(() => {
        isRaised = false
        next.resolve()
        next = Promise.withResolvers()
      })
    },
    wait: async (milliseconds) => {
      const { promise } = next
      if (!Number.isFinite(milliseconds)) return promise
      const timeout = Promise.withResolvers<void>()
      const timer = setTimeout(timeout.resolve, milliseconds).unref()
      await Promise.race([promise, timeout.promise])
      clearTimeout(timer)
    },
  }
}
