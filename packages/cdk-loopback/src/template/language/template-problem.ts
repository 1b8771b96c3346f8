/** Something in a template that cdk-loopback cannot run as AWS would. */
export type TemplateProblem = {
  /** Logical id of the resource, or a template section such as `Parameters`. */
  readonly logicalId: string
  /** `AWS::SQS::Queue`; empty outside of resources. */
  readonly type: string
  /** `Target.EcsParameters`; empty if the problem is the whole resource. */
  readonly path: string
  /** What is wrong and what to do. */
  readonly message: string
}

/** The error for a template that uses unsupported features. The message lists all problems. */
export class UnsupportedTemplateError extends Error {
  readonly problems: readonly TemplateProblem[]

  constructor(stackName: string, problems: readonly TemplateProblem[]) {
    const lines = problems.map(({ logicalId, type, path, message }) => {
      const where = [logicalId, type && `(${type})`, path].filter(Boolean).join(' ')
      return `- ${where}: ${message}`
    })
    super(`cdk-loopback cannot run the template of ${stackName} as it would be deployed:\n${lines.join('\n')}`)
    this.name = 'UnsupportedTemplateError'
    this.problems = problems
  }
}
