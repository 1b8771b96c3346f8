/** A log group of a stack, as CloudFormation lists it. */
export type LogGroupResource = { readonly logicalId: string; readonly name: string }

export type LambdaLogGroup = { readonly lambda: string; readonly group: string }

/**
 * Finds the log groups of Lambdas by their logical ids, which end in the name of the Lambda, `Log` and eight digits:
 * `ArticlesIngestArticleLog1A2B3C4D`. Others are left out.
 */
export function findLambdaLogs(groups: readonly LogGroupResource[], lambdas: readonly string[]): LambdaLogGroup[] {
  return groups.flatMap(({ logicalId, name: group }) => {
    const path = /^(.+)Log[0-9A-F]{8}$/.exec(logicalId)?.[1]
    if (path === undefined) return []
    const matching = lambdas.filter((lambda) => path.endsWith(pascalCase(lambda)))
    const lambda = matching.reduce((longest, each) => (each.length > longest.length ? each : longest), '')
    return lambda === '' ? [] : [{ lambda, group }]
  })
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase())
}
