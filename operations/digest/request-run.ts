import { type DigestRun, findRun } from '../../core/schedules/digest-record.ts'
import { CommandFailure } from '../command-failure.ts'
import { readDigest } from '../read-names.ts'
import type { Stack } from '../stack.ts'

/** @param number that of the issue which the operator has seen in the plan */
export type RunRequest = { readonly digest: string; readonly requestId: string; readonly number: number }

type Sources = Pick<Stack, 'site' | 'compose'> & { readonly issues: Pick<Stack['issues'], 'getDigest'> }

/**
 * Requests a run of a digest. A request that is repeated with the same id runs the digest once.
 *
 * @throws {CommandFailure} if another issue has been composed since the plan was made
 */
export async function requestRun(request: RunRequest, stack: Sources): Promise<void> {
  const digest = readDigest(request.digest, stack)
  const record = await stack.issues.getDigest(digest)
  if (findRun(record, request.requestId)) return
  if (record.lastNumber + 1 !== request.number) {
    throw new CommandFailure(
      `Issue ${record.lastNumber} of the ${digest} digest has been composed in the meantime. Nothing was requested. Look at what would be mailed now.`,
    )
  }
  await stack.compose.add({ digest, requestId: request.requestId })
}

/** Returns the run that was requested; undefined if it has not happened yet. */
export async function findRequested(
  digest: string,
  requestId: string,
  { issues }: Pick<Sources, 'issues'>,
): Promise<DigestRun | undefined> {
  return findRun(await issues.getDigest(digest), requestId)
}
