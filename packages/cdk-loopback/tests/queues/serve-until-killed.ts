import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import { openQueues } from '../../src/queues/queue-service.ts'
import { identities } from '../operator.ts'
import { queuePlan } from './plans.ts'

const [folder = ''] = process.argv.slice(2)
const queues = openQueues({ folder, region: 'us-east-1', account: '000000000000' })
const { url } = await startAwsEndpoint({ sqs: queues.sqs, sns: queues.sns }, { identities })
queues.applyPlan({ queues: [queuePlan('Work', url)], topics: [], subscriptions: [] })
console.log(url)
