/** Events that a service keeps, each stored with the effect it tells of, until somebody has taken them. */
export type Outbox<Event extends { readonly id: number }> = {
  /** Oldest first. */
  pendingEvents(limit: number): readonly Event[]
  acknowledgeEvent(id: number): void
  onEvents(listener: () => void): void
}

export type Dispatcher = { close(): Promise<void> }

/** Milliseconds after which a failed delivery is tried again. */
const retryAfter = 1_000

/**
 * Delivers a service's events in their order, those of the last run first. An event leaves its outbox when its delivery is
 * done. After a crash in between it is delivered again, which `forwardEvent` recognizes.
 */
export function dispatch<Event extends { readonly id: number }>(
  outbox: Outbox<Event>,
  deliver: (event: Event) => Promise<void> | void,
  log: (line: string) => void,
): Dispatcher {
  let running: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  let closed = false

  const run = () => {
    if (closed) return
    running ??= drain().finally(() => {
      running = undefined
      if (retry === undefined && outbox.pendingEvents(1).length > 0) run()
    })
  }
  const drain = async () => {
    try {
      for (let [event] = outbox.pendingEvents(1); event && !closed; [event] = outbox.pendingEvents(1)) {
        await deliver(event)
        outbox.acknowledgeEvent(event.id)
      }
    } catch (error) {
      log(`An event could not be delivered and will be tried again: ${error}`)
      retry ??= setTimeout(() => {
        retry = undefined
        run()
      }, retryAfter)
    }
  }
  outbox.onEvents(run)
  run()
  return {
    close: async () => {
      closed = true
      clearTimeout(retry)
      await running
    },
  }
}
