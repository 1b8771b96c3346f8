import type { LocalStack, RunOptions } from './local-stack.ts'
import { runStack } from './run-stack.ts'
import { readStack } from './template/read-stack.ts'
import type { StackPlan } from './template/stack-plan.ts'

export type { LocalStack } from './local-stack.ts'

export type LocalOptions = RunOptions & {
  /** Folder of the synthesized cloud assembly. */
  readonly assembly: string
  /** Default: the only stack of the assembly. */
  readonly stackName?: string
  /** Values for the template's parameters, in place of their defaults. */
  readonly parameters?: Readonly<Record<string, string>>
  /** The template's parameter that takes the site's URL. Default: `SiteUrl`, if the template has it. */
  readonly siteUrlParameter?: string
  /** Changes the plan before it runs. A test can remove a safeguard with it, and check that another test then fails. */
  readonly change?: (plan: StackPlan) => StackPlan
}

/** The account and region in the ARNs of the embedded services. */
const account = '000000000000'
const region = 'us-east-1'

/**
 * Runs a synthesized stack on this machine.
 * @throws {Error} if a port is taken, the data folder cannot be used, or the template needs something that the emulator
 *   does not support. The message says what to change.
 */
export function startLocal(options: LocalOptions): Promise<LocalStack> {
  const { assembly, stackName, siteUrlParameter, change = (plan) => plan } = options
  return runStack(({ siteUrl, ...place }) => {
    const parameters = { ...options.parameters, ...(siteUrlParameter && { [siteUrlParameter]: siteUrl }) }
    const where = { ...place, assembly, siteUrl, account, region, ...(stackName && { stackName }) }
    return change(readStack({ ...where, parameters, optionalParameters: { SiteUrl: siteUrl } }))
  }, options)
}
