import { expect, test } from 'vitest'
import { synthesizeStack } from '../../support/synthesize-stack.ts'

const address = 'leave@in.gazette.example.org'

test('a stack receives no mail unless publication.json says so', async () => {
  const template = await synthesizeStack()
  template.resourceCountIs('AWS::SES::ReceiptRule', 0)
  template.resourceCountIs('AWS::SES::ReceiptRuleSet', 0)
})

test.each([{ address }, { address, ruleSet: 'mine' }])(
  'the stack with %j has one rule, for this address only',
  async (unsubscribeMail) => {
    const template = await synthesizeStack({ unsubscribeMail })
    const [ruleSet] = Object.keys(template.findResources('AWS::SES::ReceiptRuleSet'))
    const [rule] = Object.values(template.findResources('AWS::SES::ReceiptRule'))
    const [permission] = Object.entries(template.findResources('AWS::Lambda::Permission')).filter(
      ([, { Properties }]) => Properties.Principal === 'ses.amazonaws.com',
    )
    expect(rule?.Properties).toEqual({
      RuleSetName: 'ruleSet' in unsubscribeMail ? 'mine' : { Ref: ruleSet },
      Rule: {
        ...{ Enabled: true, Recipients: [address], ScanEnabled: true, TlsPolicy: 'Optional' },
        Actions: [{ LambdaAction: { FunctionArn: permission?.[1].Properties.FunctionName, InvocationType: 'Event' } }],
      },
    })
    expect(ruleSet === undefined).toBe('ruleSet' in unsubscribeMail)
    expect(permission?.[1].Properties.SourceAccount).toEqual({ Ref: 'AWS::AccountId' })
    expect(rule?.DependsOn).toEqual([permission?.[0]])
  },
)
