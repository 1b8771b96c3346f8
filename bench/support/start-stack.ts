import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

/** What the process of a stack has used so far. */
export type StackReport = {
  /** The URL of the site. */
  readonly site: string
  /** CPU time of all threads, in milliseconds. */
  readonly cpu: number
  /** MB. */
  readonly memory: number
}

export type StackProcess = {
  readonly site: string
  /** Waits until no work is pending. */
  settle(): Promise<StackReport>
  stop(): Promise<void>
}

/** Starts the whole local stack in its own process, with a quota of mails that nothing reaches. */
export async function startStack(data: string): Promise<StackProcess> {
  const child = fork(path.join(import.meta.dirname, 'stack-process.ts'), [data])
  const exited = once(child, 'exit')
  const receive = async () => {
    const [report] = await once(child, 'message')
    return report as StackReport // stack-process.ts sends nothing else
  }
  const { site } = await receive()
  return {
    site,
    settle: async () => {
      const report = receive()
      child.send('settle')
      return report
    },
    stop: async () => {
      child.disconnect()
      await exited
    },
  }
}
