import { setImmediate } from 'node:timers/promises'

/**
 * Returns a function that handles calls in groups, one group at a time: the calls that are made while a group is handled
 * are the next one. If a group fails, each of its calls is handled alone, so that one does not fail the others.
 */
export function inGroups<Call>(handle: (calls: readonly Call[]) => Promise<void>): (call: Call) => Promise<void> {
  type Waiting = PromiseWithResolvers<void> & { readonly call: Call }
  let waiting: Waiting[] = []
  let isRunning = false

  async function handleAll(): Promise<void> {
    isRunning = true
    await setImmediate() // for all calls that are made at the same time, such as those for the messages of a batch
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      await handleGroup(group)
    }
    isRunning = false
  }

  async function handleGroup(group: readonly Waiting[]): Promise<void> {
    try {
      await handle(group.map(({ call }) => call))
      for (const { resolve } of group) resolve()
    } catch (error) {
      if (group.length > 1) for (const each of group) await handleGroup([each])
      else group[0]?.reject(error)
    }
  }

  return (call) => {
    const each = { call, ...Promise.withResolvers<void>() }
    waiting.push(each)
    if (!isRunning) void handleAll()
    return each.promise
  }
}
