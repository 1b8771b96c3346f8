import { type Stack, Validations } from 'aws-cdk-lib'

/** Findings of cdk-nag that we accept, each with its reason. */
const reasons: Readonly<Record<string, string>> = {
  'AwsSolutions-S1': 'Buckets are reachable through IAM only, and CloudTrail records who did what.',
  'AwsSolutions-APIG1': 'Access logs would hold the tokens of confirmation and unsubscribe links.',
  'AwsSolutions-APIG4':
    'Anyone may subscribe. Links carry signed tokens, and requests are limited per network and per address.',
  'AwsSolutions-CFR1': 'A publication is for readers everywhere.',
  'AwsSolutions-CFR2':
    'The site is static files, and the API behind it limits request rates itself. A web ACL would cost more than everything else.',
  'AwsSolutions-CFR3':
    'Access logs hold the tokens of confirmation and unsubscribe links, so there are none unless the readers of feeds are counted.',
  'AwsSolutions-CFR4':
    'CloudFront’s default certificate allows no other minimum TLS version. A custom domain brings its own certificate.',
}

export function acknowledgeFindings(stack: Stack): void {
  for (const [id, reason] of Object.entries(reasons)) {
    Validations.of(stack).acknowledge({ id: `AwsSolutions::${id}`, reason })
  }
}
