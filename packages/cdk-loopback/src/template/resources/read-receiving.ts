import * as z from 'zod'
import { flag, text, withoutMeaning } from '../language/property-types.ts'
import type { Template } from '../language/template.ts'
import type { FunctionPlan, ReceiptRulePlan } from '../stack-plan.ts'
import type { ResourcePolicies } from './read-resource-policies.ts'

const ruleSetProperties = z.strictObject({ RuleSetName: text.optional(), ...withoutMeaning('Tags') })

/** Of the actions of a rule, only asynchronous invocations of functions are supported. */
const action = z.strictObject({
  LambdaAction: z.strictObject({ FunctionArn: text, InvocationType: z.literal('Event').default('Event') }),
})
const ruleProperties = z.strictObject({
  RuleSetName: text,
  Rule: z.strictObject({
    Name: text.optional(),
    Enabled: flag.default(false),
    Recipients: z.array(text).default([]),
    ScanEnabled: flag.default(false),
    Actions: z.array(action).default([]),
    // No mail arrives over a network.
    ...withoutMeaning('TlsPolicy'),
  }),
})

/** Reads the rules for mails that SES receives. A rule set that the template only names counts as one of the account. */
export function readReceiptRules(
  template: Template,
  functions: readonly FunctionPlan[],
  policies: ResourcePolicies,
): { readonly ruleSets: readonly string[]; readonly receiptRules: readonly ReceiptRulePlan[] } {
  const sets = template.read('AWS::SES::ReceiptRuleSet', ruleSetProperties)
  const receiptRules = template.read('AWS::SES::ReceiptRule', ruleProperties).map((resource): ReceiptRulePlan => {
    const { RuleSetName: ruleSet, Rule: rule } = resource.properties
    const name = rule.Name ?? resource.name
    const { region, account } = template
    const sourceArn = `arn:aws:ses:${region}:${account}:receipt-rule-set/${ruleSet}:receipt-rule/${name}`
    const functionArns = rule.Actions.map(({ LambdaAction }, at) => {
      const path = `Rule.Actions[${at}].LambdaAction.FunctionArn`
      template.requireOneOf(resource, path, LambdaAction.FunctionArn, functions)
      policies.require(resource, path, LambdaAction.FunctionArn, { service: 'ses.amazonaws.com', sourceArn })
      return LambdaAction.FunctionArn
    })
    const { Enabled: enabled, Recipients: recipients, ScanEnabled: scans } = rule
    return { name, ruleSet, enabled, recipients, scans, functionArns }
  })
  const names = [...sets.map(({ name }) => name), ...receiptRules.map(({ ruleSet }) => ruleSet)]
  return { ruleSets: [...new Set(names)], receiptRules }
}
