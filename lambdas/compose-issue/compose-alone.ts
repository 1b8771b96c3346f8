import { readAlone } from '../../aws/issues/read-pending.ts'
import { composeIssue, issueRecord } from '../../core/issues/compose-issue.ts'
import { type AloneMark, chooseAlone, isDueAlone } from '../../core/issues/issue-contents.ts'
import { mostAlone } from '../../core/issues/limits.ts'
import { addIssue } from '../../core/schedules/digest-record.ts'
import { type ApprovalServices, askForApproval } from './await-approval.ts'
import { catchUp, startPlanning } from './start-planning.ts'

/**
 * Composes an issue of each article that is mailed on its own, for each digest that it is for. Safe to repeat: an issue takes
 * its mark, or writes its number into it while it waits for approval. An article that fails does not keep back the others.
 */
export async function composeAlone(services: ApprovalServices, now: Date): Promise<void> {
  const marks = (await services.issues.listAlone()).filter(isDueAlone)
  const own = marks.filter(({ digest }) => services.site.publication.digests[digest])
  const results: PromiseSettledResult<void>[] = []
  for (const mark of own.slice(0, mostAlone))
    results.push(...(await Promise.allSettled([composeOwnIssue(mark, services, now)])))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

async function composeOwnIssue(mark: AloneMark, services: ApprovalServices, now: Date): Promise<void> {
  const { site, issues, content } = services
  const { digest } = mark
  const before = await issues.getDigest(digest)
  await catchUp(digest, before, services)
  const { articles, extras, takings, leftovers } = chooseAlone(site, await readAlone(mark, services))
  if (articles.length === 0) {
    if (leftovers.marks.length > 0)
      await issues.addRun(digest, { ...before, revision: before.revision + 1 }, leftovers, undefined)
    return
  }
  const after = addIssue(before)
  const issue = composeIssue(site, digest, after.lastNumber, articles, now.toISOString(), extras)
  const record = issueRecord(issue, site.publication)
  await content.put(record.contentKey, issue)
  const isTaking = record.state === 'composed'
  const changes = isTaking ? takings : { ...takings, marks: [], reserved: [mark] }
  if ((await issues.addRun(digest, after, changes, record)) === 'overtaken') {
    const current = (await issues.listAlone(digest)).find(({ order }) => order === mark.order)
    return current && isDueAlone(current) ? composeOwnIssue(current, services, now) : undefined
  }
  await (isTaking ? startPlanning(issue, services) : askForApproval(issue, record, services))
}
