import { CfnOutput, Stack } from 'aws-cdk-lib'
import { ReceiptRule, ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses'
import { Lambda as LambdaAction, LambdaInvocationType } from 'aws-cdk-lib/aws-ses-actions'
import { Construct } from 'constructs'
import type { Settings } from '../../core/environment.ts'
import type { Publication } from '../../core/publication.ts'
import type { Events } from '../events.ts'
import { Lambda, seconds } from '../lambda.ts'
import type { Storage } from '../storage.ts'

/**
 * Unsubscribes people who send a mail to the address in List-Unsubscribe. Only one rule set is active in an account and
 * region. Activating one would stop the rules of another, so the stack leaves that to the operator.
 */
export class UnsubscribeMail extends Construct {
  constructor(
    scope: Construct,
    storage: Storage,
    settings: Settings,
    events: Events,
    { address, ruleSet }: NonNullable<Publication['unsubscribeMail']>,
  ) {
    super(scope, 'Unsubscriptions')
    const read = new Lambda(this, 'read-unsubscribe-mail', { settings, timeout: seconds(30) })
    read.acceptMessages(storage.failures)
    events.invokeOnCommand('read-unsubscribe-mail', read, storage.failures)
    read.grantItems(storage.subscribers, ['GetItem'], ['secret'])
    read.grantItems(storage.subscribers, ['GetItem', 'PutItem'], ['subscriber#*', 'address#*'])
    read.grantItems(storage.deliveries, ['UpdateItem'], ['unsubscriptions#*'])
    const own = ruleSet === undefined
    const set = own
      ? new ReceiptRuleSet(this, 'RuleSet')
      : ReceiptRuleSet.fromReceiptRuleSetName(this, 'RuleSet', ruleSet)
    if (own)
      new CfnOutput(Stack.of(this), 'UnsubscribeMailRuleSet', {
        description: 'The rule set to activate, so that SES receives mails that unsubscribe',
        value: set.receiptRuleSetName,
      })
    new ReceiptRule(this, 'Rule', {
      ruleSet: set,
      recipients: [address],
      scanEnabled: true,
      tlsPolicy: TlsPolicy.OPTIONAL,
      actions: [new LambdaAction({ function: read, invocationType: LambdaInvocationType.EVENT })],
    })
  }
}
