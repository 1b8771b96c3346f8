import type { AccountFacts } from '../../core/deployment/account-facts.ts'

type Outputs = Readonly<Record<string, string>>

/**
 * Describes what the operator has to do after a deployment.
 * @param facts those from before the deployment
 * @param operator the address that gets the alarms
 */
export function describeNextSteps(
  outputs: Outputs,
  { stack, identities, mail }: AccountFacts,
  operator?: string,
): readonly string[] {
  const isFirst = stack.kind === 'missing'
  const isVerified = identities.kind === 'found' && identities.value.some((each) => each.isVerified)
  const records = Object.entries(outputs).flatMap(([name, value]) => (name.startsWith('DnsRecord') ? [value] : []))
  const steps = [
    ...(records.length > 0 && (isFirst || !isVerified) ? [step('Set these DNS records:', records)] : []),
    ...(isFirst && operator !== undefined
      ? [step(`Confirm the subscription to the alarms: open the link in the mail that AWS has sent to ${operator}.`)]
      : []),
    ...(mail.kind === 'found' && mail.value.isSandbox
      ? [step('Request production access from SES. Until you have it, mail reaches verified addresses only.')]
      : []),
    ...(isFirst
      ? [
          step('Protect the tables from deletion:', ['npm run deploy -- --parameters ProtectTables=true']),
          step('Publish the first article:', [`aws s3 cp letter.md s3://${outputs.UploadsBucketSetting}/articles/`]),
        ]
      : []),
  ]
  const numbered = steps.map(([first = '', ...others], index) => [`${index + 1}. ${first}`, ...others].join('\n'))
  return [
    `The site is at ${outputs.SiteUrlSetting}/. Its pages are written within a few minutes.`,
    ...(numbered.length > 0 ? ['', 'What to do next (docs/deploying.md explains each step):', '', ...numbered] : []),
  ]
}

function step(text: string, lines: readonly string[] = []): readonly string[] {
  return [text, ...lines.map((line) => `     ${line}`)]
}
