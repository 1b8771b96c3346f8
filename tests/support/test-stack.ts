import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type LocalOptions, startLocal } from 'cdk-loopback/start-local'
import { synthesize } from '../../build/assembly.ts'
import { connect, policyProfiles, profile } from '../../cli/connect.ts'
import { type Receipt, receiptPath } from '../../core/articles/receipt.ts'
import { compileCache } from './build.ts'

/** Milliseconds. Longer than the visibility timeout of the queues between the Lambdas for articles, and than the longest delay of a retry. */
const retryTime = 901_000

/** The whole product on this machine, with the actions of an editor and a reader. */
export type TestStack = Awaited<ReturnType<typeof startTestStack>>

export async function startTestStack(options: Partial<LocalOptions> = {}) {
  const data = await mkdtemp(path.join(tmpdir(), 'postrider-test-'))
  const assembly = await synthesize()
  const log: string[] = []
  const local = await startLocal({
    ...{ assembly: assembly.folder, data, profile, policyProfiles, compileCache },
    log: (line: string) => void log.push(line),
    ...options,
  })
  const stack = await connect({ data })

  const logicalId = (kind: 'functions' | 'schedules' | 'queues', part: string): string => {
    const found = local.plan[kind].find((each) => each.logicalId.includes(part))
    if (!found) throw new Error(`The template has nothing named ${part} among its ${kind}`)
    return found.logicalId
  }
  /** Reads a page or a feed; undefined if it does not exist. */
  const read = async (place: string): Promise<string | undefined> => {
    const response = await fetch(`${local.site}/${place}`)
    return response.status === 200 ? response.text() : undefined
  }

  return {
    ...{ data, local, stack, log, read },
    /** Returns the logical id of a Lambda. @param name a part of its logical id, such as `PublishSite` */
    lambda: (name: string) => logicalId('functions', name),
    upload: (key: string, text: string | Uint8Array) =>
      stack.uploads.put(key, typeof text === 'string' ? Buffer.from(text) : text, 'text/markdown'),
    receipt: async (key: string): Promise<Receipt | undefined> => {
      const found = await stack.uploads.getReceipt(receiptPath(key, 'json'))
      return found && (JSON.parse(found.body) as Receipt) // as docs/formats.md promises
    },
    fire: (schedule: string) => local.fire(logicalId('schedules', schedule)),
    /** Returns the titles in a feed, in order; undefined if the feed does not exist. */
    titles: async (folder = ''): Promise<string[] | undefined> => {
      const feed = await read(`${folder}feed.json`)
      return feed && JSON.parse(feed).items.map((item: { title: string }) => item.title)
    },
    queueUrl: (part: string) => {
      const id = logicalId('queues', part)
      return local.plan.queues.find((queue) => queue.logicalId === id)?.url ?? ''
    },
    /** Waits until this many batches have failed, then moves the clock so that their messages are retried. */
    retry: async (failures = 1) => {
      while (log.filter((line) => line.includes('will be tried again')).length < failures) await nextTurn()
      local.clock.move(retryTime)
    },
    close: async () => {
      await local.close()
      await rm(data, { recursive: true, force: true })
    },
  }
}

const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 5))
