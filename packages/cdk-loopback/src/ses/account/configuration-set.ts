import { AwsError } from '../../endpoint/aws-service.ts'
import type { SuppressionReason } from './suppression-list.ts'

export type ConfigurationSet = {
  readonly name: string
  /** Which reports put an address on the account's suppression list, and keep mail from such addresses. Default: all. */
  readonly suppressedReasons?: readonly SuppressionReason[] | undefined
  /** Event types as a template writes them: `send`, `deliveryDelay`. */
  readonly destinations?: readonly { readonly topicArn: string; readonly eventTypes: readonly string[] }[]
}

export type ConfigurationSets = {
  /** @throws {AwsError} ConfigurationSetDoesNotExist */
  check(name: string): void
  /** @throws {AwsError} ConfigurationSetDoesNotExist */
  get(name: string): ConfigurationSet
  /** Returns the reasons for which mail of the set, or without a set, uses the suppression list. */
  suppressedReasons(name: string | undefined): readonly SuppressionReason[]
}

/** An account that is newer than November 2019 uses the suppression list for both. */
export const accountReasons: readonly SuppressionReason[] = ['BOUNCE', 'COMPLAINT']

/** @param existing The existing configuration sets; undefined accepts any name. */
export function openConfigurationSets(existing: readonly ConfigurationSet[] | undefined): ConfigurationSets {
  const byName = new Map((existing ?? []).map((set) => [set.name, set]))
  const check = (name: string) => {
    if (existing && !byName.has(name)) {
      throw new AwsError('ConfigurationSetDoesNotExist', 400, `Configuration set <${name}> does not exist.`)
    }
  }
  return {
    check,
    get: (name) => {
      check(name)
      return byName.get(name) ?? { name }
    },
    suppressedReasons: (name = '') => byName.get(name)?.suppressedReasons ?? accountReasons,
  }
}
