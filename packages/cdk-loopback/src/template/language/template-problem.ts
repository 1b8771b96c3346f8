/** Something in a template that local mode cannot honour. */
export type TemplateProblem = {
  /** Logical id of the resource; a template section such as `Parameters` otherwise. */
  readonly logicalId: string
  /** `AWS::SQS::Queue`; empty outside of resources. */
  readonly type: string
  /** `Target.EcsParameters`; empty if the whole resource is meant. */
  readonly path: string
  /** What is wrong and what to do. */
  readonly message: string
}

/** The template asks for what local mode cannot do. Names every problem at once. */
export class UnsupportedTemplateError extends Error {
  readonly problems: readonly TemplateProblem[]

  constructor(stackName: string, problems: readonly TemplateProblem[]) {
    const lines = problems.map(({ logicalId, type, path, message }) => {
      const where = [logicalId, type && `(${type})`, path].filter(Boolean).join(' ')
      return `- ${where}: ${message}`
    })
    super(`Local mode cannot run the template of ${stackName} as it would be deployed:\n${lines.join('\n')}`)
    this.name = 'UnsupportedTemplateError'
    this.problems = problems
  }
}
