import { CfnCondition, CfnParameter, Fn, type Stack } from 'aws-cdk-lib'
import { configuredUrl, type Publication } from '../core/publication.ts'

/**
 * Where the site is served: the stack's parameter `SiteUrl`, or without one, the distribution's own address.
 *
 * Lambdas learn the distribution's address, and the distribution forwards to the API. This is no cycle, because an API
 * does not depend on its integrations: API → distribution → Lambda → integration → route. It would become one if the
 * distribution's edge functions or origins contained the address. They get `override`, which does not depend on it.
 */
export class SiteAddress {
  /** The parameter's value, without a trailing slash. Empty by default. */
  readonly override: string
  private readonly isDefault: CfnCondition

  constructor(stack: Stack, publication: Pick<Publication, 'siteUrl'>) {
    const parameter = new CfnParameter(stack, 'SiteUrl', {
      default: configuredUrl(publication) ?? '',
      description: "Where the site is served, without a trailing slash. Empty: at the distribution's address.",
      // Edge functions contain the value between single quotes.
      allowedPattern: '(https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~%/-]*[A-Za-z0-9._~%-])?)?',
      constraintDescription: 'Use an address without query and trailing slash, such as https://news.example.org.',
    })
    this.override = parameter.valueAsString
    this.isDefault = new CfnCondition(stack, 'SiteUrlIsDefault', {
      expression: Fn.conditionEquals(parameter.valueAsString, ''),
    })
  }

  /** Returns the site's address. Nothing that the distribution depends on may contain it. */
  at(distribution: { readonly distributionDomainName: string }): string {
    const own = `https://${distribution.distributionDomainName}`
    return Fn.conditionIf(this.isDefault.logicalId, own, this.override).toString()
  }
}
