/**
 * Names the stack in each of CDK's options `--parameters KEY=VALUE`. Without it, CDK would also pass the parameter to the stack
 * of the certificate, which has no parameters, and CloudFormation refuses parameters that a template does not have.
 */
export function qualifyParameters(args: readonly string[], stack: string): readonly string[] {
  return args.map((arg, index) => {
    const isValue = args[index - 1] === '--parameters'
    if (isValue) return qualify(arg, stack)
    const [, assignment] = /^--parameters=(.*)$/s.exec(arg) ?? []
    return assignment === undefined ? arg : `--parameters=${qualify(assignment, stack)}`
  })
}

/** A value may contain colons, but a name cannot. */
function qualify(assignment: string, stack: string): string {
  const [name = ''] = assignment.split('=')
  return name.includes(':') ? assignment : `${stack}:${assignment}`
}
