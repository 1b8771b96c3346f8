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
      ? [step(`Confirm the subscription to the alarms: AWS has sent a mail with a link to ${operator}.`)]
      : []),
    ...(mail.kind === 'found' && mail.value.isSandbox
      ? [step('Ask SES to leave its sandbox. Until then, mail reaches verified addresses only.')]
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
    `The site is ${outputs.SiteUrlSetting}/. It brings itself up to date within some minutes.`,
    ...(numbered.length > 0 ? ['', 'What to do next (docs/deploying.md explains each step):', '', ...numbered] : []),
  ]
}

function step(text: string, lines: readonly string[] = []): readonly string[] {
  return [text, ...lines.map((line) => `     ${line}`)]
}
