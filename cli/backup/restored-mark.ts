import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Stack } from '../../operations/stack.ts'

const markOf = (data: string) => path.join(data, 'restored')

/** Marks a data folder as restored. @param at when it was in this state */
export async function markRestored(data: string, at: string): Promise<void> {
  await writeFile(markOf(data), `${at}\n`, { mode: 0o600 })
}

export async function removeMark(data: string): Promise<void> {
  await rm(markOf(data), { force: true })
}

/** Pauses the issues in progress of a stack on a restored data folder, whose mails may have gone out already. */
export async function pauseRestored(data: string, stack: Stack, log: (line: string) => void): Promise<void> {
  const at = await readFile(markOf(data), 'utf8').catch(() => undefined)
  if (at === undefined) return
  await pauseInProgress(stack)
  log(
    `Warning: this data folder was restored from a backup of ${at.trim()}. It sends no mail, and its issues in progress are paused. Look at \`postrider issues ls\`, then use \`postrider restore --send\`.`,
  )
}

/** Pauses each issue that has not ended. */
export async function pauseInProgress({ issues, site }: Pick<Stack, 'issues' | 'site'>): Promise<void> {
  const digests = await issues.listDigests(site.publication)
  const records = (await Promise.all(digests.map((digest) => issues.list(digest)))).flat()
  for (const issue of records.filter(({ state }) => !ended.has(state)))
    await issues.pause(issue, 'operator', new Date().toISOString(), true)
}

const ended: ReadonlySet<string> = new Set(['submitted', 'cancelled', 'expired'])
