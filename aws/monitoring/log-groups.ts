import { type CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation'
import type { LogGroupResource } from '../../core/monitoring/log-groups.ts'

/** Lists the log groups of a stack. */
export async function listLogGroups(
  cloudFormation: CloudFormationClient,
  stackName: string,
): Promise<readonly LogGroupResource[]> {
  const groups: LogGroupResource[] = []
  const pages = paginateListStackResources({ client: cloudFormation }, { StackName: stackName })
  for await (const { StackResourceSummaries = [] } of pages) {
    for (const { ResourceType, LogicalResourceId, PhysicalResourceId } of StackResourceSummaries) {
      if (ResourceType !== 'AWS::Logs::LogGroup' || !LogicalResourceId || !PhysicalResourceId) continue
      groups.push({ logicalId: LogicalResourceId, name: PhysicalResourceId })
    }
  }
  return groups
}
