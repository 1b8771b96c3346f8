import { AwsError } from '../endpoint/aws-service.ts'

export type ConfigurationSet = {
  readonly name: string
}

export type ConfigurationSets = {
  /** @throws {AwsError} ConfigurationSetDoesNotExist */
  check(name: string): void
}

/** @param existing The existing configuration sets; undefined accepts any name. */
export function openConfigurationSets(existing: readonly ConfigurationSet[] | undefined): ConfigurationSets {
  const byName = existing && new Map(existing.map((set) => [set.name, set]))
  return {
    check: (name) => {
      if (byName && !byName.has(name)) {
        throw new AwsError('ConfigurationSetDoesNotExist', 400, `Configuration set <${name}> does not exist.`)
      }
    },
  }
}
