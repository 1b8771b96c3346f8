import { AwsError } from '../../endpoint/aws-service.ts'
import { element } from '../../endpoint/query-protocol.ts'
import type { Account } from '../account/account.ts'
import { describeAccountCall, type Operations } from './operation.ts'

/** Which rule set is active is not part of a template: the operator chooses one for the account. */
export const receivingOperations: Operations = {
  SetActiveReceiptRuleSet: {
    describe: describeAccountCall,
    handle: ({ settings, ruleSets }, query) => {
      const name = query.get('RuleSetName') || undefined
      if (name !== undefined && !ruleSets.includes(name))
        throw new AwsError('RuleSetDoesNotExist', 400, `Rule set does not exist: ${name}`)
      settings.activeRuleSet = name
      return []
    },
  },
  DescribeActiveReceiptRuleSet: { describe: describeAccountCall, handle: describeActiveSet },
}

function describeActiveSet({ settings: { activeRuleSet }, receiptRules }: Account): readonly string[] {
  if (activeRuleSet === undefined) return []
  const rules = receiptRules.filter(({ ruleSet }) => ruleSet === activeRuleSet)
  return [
    element('Metadata', [element('Name', activeRuleSet)]),
    element(
      'Rules',
      rules.map(({ name, enabled, recipients, scans }) =>
        element('member', [
          element('Name', name),
          element('Enabled', String(enabled)),
          element('ScanEnabled', String(scans)),
          element(
            'Recipients',
            recipients.map((each) => element('member', each)),
          ),
        ]),
      ),
    ),
  ]
}
