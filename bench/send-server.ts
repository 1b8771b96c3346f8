// A process of its own with the embedded SES and DynamoDB, so that their work is not counted as the sender's.

import { startLocal } from 'cdk-loopback/start-local'
import { synthesize } from '../build/assembly.ts'

const [, , data = ''] = process.argv
const assembly = await synthesize()
const quota = { max24HourSend: -1, maxSendRate: 1_000_000 }
await startLocal({
  assembly: assembly.folder,
  data,
  quota,
  change: (plan) => ({
    ...plan,
    eventSources: [],
    schedules: [],
    configurationSets: plan.configurationSets.map((set) => ({ ...set, destinations: [] })),
  }),
})
console.log('ready')
