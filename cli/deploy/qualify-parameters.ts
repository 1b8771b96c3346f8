/**
 * Names the stack of each parameter in the options of `cdk deploy`. CDK passes a parameter without a stack to every stack
 * that it deploys, and the stack of the certificate has no parameters: CloudFormation would refuse it.
 */
export function qualifyParameters(args: readonly string[], stack: string): readonly string[] {
  return args.map((arg, index) => {
    const [, option = '', assignment = ''] = /^(--parameters=)(.*)$/s.exec(arg) ?? []
    if (option) return `${option}${qualify(assignment, stack)}`
    return args[index - 1] === '--parameters' ? qualify(arg, stack) : arg
  })
}

/** @param assignment `NAME=VALUE` or `STACK:NAME=VALUE` */
function qualify(assignment: string, stack: string): string {
  const [target = ''] = assignment.split('=', 1)
  return target.includes(':') ? assignment : `${stack}:${assignment}`
}
