import { CfnCondition, CfnParameter, Fn, type Stack } from 'aws-cdk-lib'
import { configuredUrl, type Publication } from '../core/publication.ts'

/**
 * Where the site is served: the stack's parameter `SiteUrl`; without one, the address or the domain in publication.json;
 * without one, the distribution's own address.
 *
 * Lambdas get the distribution's address, and the distribution forwards to the API. This is not a cycle, because an API
 * does not depend on its integrations: API → distribution → Lambda → integration → route. It would become one if the
 * distribution's edge functions or origins contained the address. They get only the configured address, which does not
 * depend on the distribution.
 */
export class SiteAddress {
  /** The domain of publication.json if it is the site's address, else empty. */
  readonly domain: string
  /** The configured address, without a trailing slash. Empty if it is the distribution's own. */
  readonly configured: string
  /** Whether publication.json says where the site is. */
  private readonly isConfigured: boolean
  private readonly choose: (ifDefault: string, ifGiven: string) => string

  constructor(stack: Stack, publication: Pick<Publication, 'siteUrl' | 'domain'>) {
    const { name = '' } = publication.domain ?? {}
    const url = configuredUrl(publication) ?? ''
    const parameter = new CfnParameter(stack, 'SiteUrl', {
      // An update keeps a parameter's value, so a default from publication.json could never be changed.
      default: '',
      description: `The address of the site, without a trailing slash. If empty: ${name || url || "the distribution's address"}.`,
      // Edge functions contain the value between single quotes.
      allowedPattern: '(https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~%/-]*[A-Za-z0-9._~%-])?)?',
      constraintDescription: 'Use an address without query and trailing slash, such as https://news.example.org.',
    })
    const given = parameter.valueAsString
    const isDefault = new CfnCondition(stack, 'SiteUrlIsDefault', {
      expression: Fn.conditionEquals(given, ''),
    })
    this.choose = (ifDefault, ifGiven) => Fn.conditionIf(isDefault.logicalId, ifDefault, ifGiven).toString()
    this.domain = name && this.choose(name, '')
    this.isConfigured = url !== ''
    this.configured = this.isConfigured ? this.choose(url, given) : given
  }

  /** Returns the site's address. Nothing that the distribution depends on may contain it. */
  at(distribution: { readonly distributionDomainName: string }): string {
    return this.isConfigured
      ? this.configured
      : this.choose(`https://${distribution.distributionDomainName}`, this.configured)
  }
}
