import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnResourcePolicy, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { announcementSource } from '../../core/event-sources.ts'

/** Keeps what the stack has announced for three months, so that people can see what happened. */
export class EventLog extends Construct {
  readonly logGroupName: string

  constructor(scope: Construct, eventBus: EventBus) {
    super(scope, 'EventLog')
    const stack = Stack.of(this)
    this.logGroupName = eventLogOf(stack)
    const group = new LogGroup(this, 'Group', {
      logGroupName: this.logGroupName,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const arn = stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: this.logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })
    const eventPattern = { source: [announcementSource] }
    // CDK's own target would add a Lambda with wide rights to write the policy. An event that cannot be written is
    // missing from the log only: other programs have rules of their own.
    const rule = new Rule(this, 'Rule', { eventBus, eventPattern, targets: [{ bind: () => ({ arn }) }] })
    const policy = new CfnResourcePolicy(this, 'Policy', {
      policyName: `${stack.stackName}-events`,
      policyDocument: stack.toJsonString({
        Version: '2012-10-17',
        Statement: [
          writing('logs:CreateLogStream', group.logGroupArn),
          writing('logs:PutLogEvents', group.logGroupArn, { ArnEquals: { 'aws:SourceArn': rule.ruleArn } }),
        ].map((statement) => statement.toStatementJson()),
      }),
    })
    policy.node.addDependency(group)
  }
}

/** Returns the name of a stack's log group of events. EventBridge's own console expects its prefix. */
export function eventLogOf({ stackName }: Stack): string {
  return `/aws/events/${stackName}`
}

function writing(action: string, resource: string, conditions = {}): PolicyStatement {
  const services = ['events.amazonaws.com', 'delivery.logs.amazonaws.com']
  const principals = services.map((service) => new ServicePrincipal(service))
  return new PolicyStatement({ principals, actions: [action], resources: [resource], conditions })
}
