import type { CheckResult, Usage } from './check-grants.ts'

const withoutGrant = 'planted: a role without a grant'
const withExtraGrant = 'planted: a role with a grant too many'
const extra = { Effect: 'Allow', Action: 's3:DeleteBucket', Resource: 'arn:aws:s3:::planted' } as const

/** Returns two roles with a mistake, which the check must find. Otherwise, it would prove nothing about the others. */
export function plantMistakes(usages: readonly Usage[]): readonly Usage[] {
  const [smallest] = usages.filter(({ needs }) => needs.length > 0).toSorted((a, b) => a.needs.length - b.needs.length)
  if (!smallest) return []
  const { role, needs } = smallest
  return [
    { role: { id: withoutGrant, statements: role.statements.slice(1) }, needs },
    { role: { id: withExtraGrant, statements: [...role.statements, extra] }, needs },
  ]
}

/** Replaces the results of planted mistakes: those that must fail pass if they did. */
export function judgeMistakes(results: readonly CheckResult[]): readonly CheckResult[] {
  const isPlanted = ({ name }: CheckResult) => name.startsWith('planted: ')
  const failed = (start: string) =>
    results.some(({ name, problems }) => name.startsWith(start) && problems.length > 0)
      ? []
      : ['The check does not find it.']
  return [
    ...results.filter((result) => !isPlanted(result)),
    { name: `${withoutGrant} is found`, problems: failed(`${withoutGrant}: every call`) },
    { name: `${withExtraGrant} is found`, problems: failed(`${withExtraGrant}: every grant`) },
  ]
}
