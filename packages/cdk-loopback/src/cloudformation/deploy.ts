import type { Clock } from '../clock.ts'
import type { EventsService } from '../events/events-service.ts'
import type { Database } from '../queues/database.ts'
import type { StackRecords } from './stack-record.ts'

export type Deployment = {
  readonly stackId: string
  readonly fingerprint: string
  readonly records: StackRecords
  readonly database: Database
  readonly events: Pick<EventsService, 'emit'>
  readonly clock: Clock
}

/**
 * Records that a stack runs, and emits CloudFormation's events about it: at its first start, and when it has changed since.
 * Both happen in one transaction. The rules of the stack exist already, as they do when AWS emits these events.
 */
export function deploy({ stackId, fingerprint, records, database, events, clock }: Deployment): void {
  const now = clock.now()
  const emit = (status: string) => events.emit(composeEvent(stackId, status))
  database.transaction(() => {
    const record = records.find(stackId)
    if (!record) {
      records.put(stackId, { status: 'CREATE_COMPLETE', created: now, updated: undefined, fingerprint })
      emit('CREATE_COMPLETE')
    } else if (record.fingerprint !== fingerprint) {
      records.put(stackId, { status: 'UPDATE_COMPLETE', created: record.created, updated: now, fingerprint })
      for (const status of ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE']) {
        emit(status)
      }
    }
  })
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/event-detail-stack-status-change.html */
function composeEvent(stackId: string, status: string) {
  return {
    source: 'aws.cloudformation',
    detailType: 'CloudFormation Stack Status Change',
    resources: [stackId],
    detail: {
      'stack-id': stackId,
      'status-details': { status, 'status-reason': '' },
      'client-request-token': '',
    },
  }
}
