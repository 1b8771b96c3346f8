import { settingNames } from '../environment.ts'
import { nearest } from '../text/nearest.ts'

/** A CloudFormation stack, as DescribeStacks returns it. */
export type DeployedStack = {
  readonly name: string
  readonly status: string
  readonly description: string
  readonly outputs: Readonly<Record<string, string>>
}

/** Outputs that only stacks of this program have together. */
const signs = ['ArticlesTableSetting', 'SubscribersTableSetting', 'UploadsBucketSetting']
/** The settings that some stacks lack. */
const optional = ['PingQueueUrlSetting', 'AccessLogsBucketSetting']

/** Returns whether a stack is one of this program's, in any version. */
export function isOurs({ outputs }: Pick<DeployedStack, 'outputs'>): boolean {
  return signs.every((name) => outputs[name] !== undefined)
}

/** Says why a stack cannot be operated, and what to do. Undefined: it can. */
export function findObstacle({ name, status, outputs }: DeployedStack): string | undefined {
  if (status === 'REVIEW_IN_PROGRESS' || status === 'CREATE_IN_PROGRESS')
    return `The stack ${name} is still being created (${status}). Wait until it is complete.`
  if (/^(CREATE_FAILED|ROLLBACK_)/.test(status))
    return `The stack ${name} was never completed: its creation failed (${status}). Its events name the cause. Delete the stack, fix the cause and deploy again.`
  if (status.startsWith('DELETE_')) {
    const state = status === 'DELETE_FAILED' ? 'could not be deleted completely' : 'is being deleted'
    return `The stack ${name} ${state} (${status}).`
  }
  if (!isOurs({ outputs }))
    return `The stack ${name} belongs to another program: it has none of the outputs by which Postrider finds its tables and buckets.`
  const missing = requiredOutputs().filter((each) => outputs[each] === undefined)
  if (missing.length > 0)
    return `The stack ${name} was deployed by another version of Postrider: it lacks the outputs ${missing.join(', ')}. Deploy this version, or use the one that was deployed.`
  return undefined
}

function requiredOutputs(): readonly string[] {
  return Object.keys(settingNames)
    .map((name) => `${name[0]?.toUpperCase()}${name.slice(1)}Setting`)
    .filter((name) => !optional.includes(name))
}

/**
 * Says that a stack does not exist, and which do.
 * @param stacks those of the region; undefined if they may not be listed
 */
export function describeMissing(name: string, region: string, stacks: readonly DeployedStack[] | undefined): string {
  const start = `There is no stack ${name} in ${region}.`
  const advice = 'Check --stack, --region and --profile, or their environment variables.'
  if (stacks === undefined) return `${start} ${advice}`
  const names = stacks.filter(isOurs).map((stack) => stack.name)
  if (names.length === 0)
    return `${start} There is no other stack of Postrider in this account and region either. ${advice}`
  const similar = nearest(name, names)
  const hint = similar === undefined ? '' : ` Did you mean ${similar}?`
  return `${start}${hint} Stacks of Postrider in this account and region: ${names.join(', ')}.`
}
