// Runs the embedded SES and DynamoDB in a separate process, so that their work does not count as the sender's.

import { startLocal } from 'cdk-loopback/start-local'
import { synthesize } from '../build/assembly.ts'
import { profile } from '../cli/connect.ts'

const [, , data = ''] = process.argv
const assembly = await synthesize()
const quota = { max24HourSend: -1, maxSendRate: 1_000_000 }
await startLocal({
  assembly: assembly.folder,
  data,
  profile,
  quota,
  change: (plan) => ({
    ...plan,
    eventSources: [],
    schedules: [],
    configurationSets: plan.configurationSets.map((set) => ({ ...set, destinations: [] })),
  }),
})
console.log('ready')
