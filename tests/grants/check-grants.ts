import type { Evaluation, Verdict } from './evaluator.ts'
import type { Need } from './needs/need.ts'
import { describeNeed } from './needs/read-needs.ts'
import { type Grant, grantsOf, type Role } from './roles.ts'
import type { UnusedGrant } from './unused-grants.ts'

/** What a role was used for. */
export type Usage = { readonly role: Role; readonly needs: readonly Need[] }

type Question = Evaluation & { readonly usage: Usage; readonly grants?: readonly Grant[] }

export type CheckResult = { readonly name: string; readonly problems: readonly string[] }

type Ask = (evaluations: readonly Evaluation[]) => Promise<readonly Verdict[] | undefined>

/**
 * Checks both directions for every role: each call has a grant, and each grant has a call or a reason. Returns undefined if
 * the evaluator is not available.
 */
export async function checkGrants(
  usages: readonly Usage[],
  reasons: readonly UnusedGrant[],
  ask: Ask,
): Promise<readonly CheckResult[] | undefined> {
  const questions = usages.flatMap(questionsOf)
  const verdicts = await ask(questions.map(({ statements, need }) => ({ statements, need })))
  if (!verdicts) return undefined
  const answers = questions.map((question, index) => ({ question, verdict: verdicts[index] ?? unanswered }))
  const usedReasons = new Set<UnusedGrant>()
  const results = usages.flatMap((usage) => {
    const own = answers.filter(({ question }) => question.usage === usage)
    const used = new Set(own.flatMap(({ question, verdict }) => verdict.by.map((index) => question.grants?.[index])))
    const unused = unusedGrantsOf(usage, used).filter((grant) => {
      const reason = reasons.find((each) => explains(each, usage.role, grant))
      if (reason) usedReasons.add(reason)
      return !reason
    })
    return [
      { name: `${usage.role.id}: every call has a grant`, problems: own.flatMap(describeDenial) },
      { name: `${usage.role.id}: every grant has a call or a reason`, problems: unused.map(describeGrant) },
    ]
  })
  // A Lambda may be missing because publication.json does not need it.
  const isPresent = ({ role }: UnusedGrant) => usages.some((usage) => role.test(usage.role.id))
  const stale = reasons.filter((reason) => isPresent(reason) && !usedReasons.has(reason))
  return [
    ...results,
    { name: 'every reason is about a grant that no call needed', problems: stale.map(describeReason) },
  ]
}

const unanswered: Verdict = { allowed: false, by: [], error: 'The evaluator gave no answer.' }

/**
 * Asks about each need twice: whether the role's policies allow it as they are, and which of their smallest parts do. The
 * parts have one key pattern each, so a request for several items is split into one per item.
 */
function questionsOf(usage: Usage): Question[] {
  const { role, needs } = usage
  const grants = grantsOf(role)
  const statements = grants.map(({ statement }) => statement)
  const single = new Map(needs.flatMap(splitNeed).map((need) => [JSON.stringify(need), need]))
  return [
    ...needs.map((need) => ({ usage, need, statements: role.statements })),
    ...[...single.values()].map((need) => ({ usage, need, statements, grants })),
  ]
}

const leadingKeys = 'dynamodb:LeadingKeys'

function splitNeed(need: Need): Need[] {
  const keys = need.context[leadingKeys]
  if (!Array.isArray(keys)) return [need]
  return keys.map((key: string) => ({ ...need, context: { ...need.context, [leadingKeys]: [key] } }))
}

function unusedGrantsOf({ role }: Usage, used: ReadonlySet<Grant | undefined>): Grant[] {
  const usedNames = new Set([...used].flatMap((grant) => (grant ? [describeGrant(grant)] : [])))
  return grantsOf(role).filter((grant) => !usedNames.has(describeGrant(grant)))
}

function explains({ role, action, on }: UnusedGrant, { id }: Role, grant: Grant): boolean {
  return role.test(id) && action === grant.action && on.test(`${grant.resource} ${grant.value ?? ''}`)
}

function describeReason({ role, action, on }: UnusedGrant): string {
  return `${role} ${action} ${on}`
}

function describeGrant({ action, resource, value }: Grant): string {
  return [action, resource, value].filter((part) => part !== undefined).join(' ')
}

/** Describes a call that the policies do not allow. Denials by parts alone do not count. */
function describeDenial({ question, verdict }: { question: Question; verdict: Verdict }): string[] {
  if (verdict.error) return [`${describeNeed(question.need)}: ${verdict.error}`]
  return question.grants || verdict.allowed ? [] : [`${describeNeed(question.need)} is denied`]
}
