import { ReceiptRule, ReceiptRuleSet } from 'aws-cdk-lib/aws-ses'
import { Lambda, LambdaInvocationType } from 'aws-cdk-lib/aws-ses-actions'
import { expect, test } from 'vitest'
import { lambda } from '../lambda.ts'
import { plan, refusals, resource } from '../synthesize.ts'

test('rules invoke functions, in rule sets of the template and in those that it names', () => {
  const { ruleSets, receiptRules, functions } = plan((stack) => {
    const actions = [new Lambda({ function: lambda(stack, 'Read'), invocationType: LambdaInvocationType.EVENT })]
    const named = ReceiptRuleSet.fromReceiptRuleSetName(stack, 'Named', 'default')
    const own = new ReceiptRuleSet(stack, 'Own', { receiptRuleSetName: 'own' })
    new ReceiptRule(stack, 'One', { ruleSet: own, actions, recipients: ['a@example.com'], scanEnabled: true })
    new ReceiptRule(stack, 'Two', { ruleSet: named, enabled: false, receiptRuleName: 'two' })
  })
  expect(ruleSets).toEqual(['own', 'default'])
  expect(receiptRules).toMatchObject([
    { ruleSet: 'own', enabled: true, recipients: ['a@example.com'], scans: true, functionArns: [functions[0]?.arn] },
    { name: 'two', ruleSet: 'default', enabled: false, recipients: [], scans: false, functionArns: [] },
  ])
})

test('a rule without the permission to invoke its function, or with another action, is refused', () => {
  const problems = refusals((stack) => {
    const FunctionArn = lambda(stack, 'Read').functionArn
    const rule = (id: string, action: object) =>
      resource(stack, id, 'AWS::SES::ReceiptRule', { RuleSetName: 'set', Rule: { Actions: [action] } })
    rule('Forbidden', { LambdaAction: { FunctionArn, InvocationType: 'Event' } })
    rule('Waiting', { LambdaAction: { FunctionArn, InvocationType: 'RequestResponse' } })
    rule('Stored', { S3Action: { BucketName: 'mails' } })
  })
  expect(problems.map((problem) => problem.split(':', 1)[0])).toEqual(
    expect.arrayContaining([
      'Forbidden Rule.Actions[0].LambdaAction.FunctionArn',
      'Waiting Rule.Actions[0].LambdaAction.InvocationType',
      'Stored Rule.Actions[0].S3Action',
    ]),
  )
  expect(problems.join()).toContain('does not let ses.amazonaws.com call lambda:InvokeFunction')
})
