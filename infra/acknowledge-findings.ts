import { type Stack, Validations } from 'aws-cdk-lib'

/** What cdk-nag finds and we mean to keep, each with its reason. */
const reasons: Readonly<Record<string, string>> = {
  'AwsSolutions-S1': 'No bucket is reachable but through IAM; who did what is in CloudTrail.',
  'AwsSolutions-APIG1': 'Access logs would hold the tokens of confirmation and unsubscribe links.',
  'AwsSolutions-APIG4': 'Anyone may subscribe; links carry signed tokens, and requests are counted per address.',
  'AwsSolutions-CFR1': 'A publication is for readers everywhere.',
  'AwsSolutions-CFR2':
    'The site is static files; the API behind it limits rates by itself. A web ACL costs more than the rest.',
  'AwsSolutions-CFR3': 'Access logs would hold the tokens of confirmation and unsubscribe links.',
  'AwsSolutions-CFR4':
    'The default certificate of CloudFront allows no other minimum; a domain of one’s own brings its certificate.',
}

export function acknowledgeFindings(stack: Stack): void {
  for (const [id, reason] of Object.entries(reasons)) {
    Validations.of(stack).acknowledge({ id: `AwsSolutions::${id}`, reason })
  }
}
