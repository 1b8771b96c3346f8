// Starts a version of the stack on a folder in a separate process, and kills it (kill -9) when complete-deployment stores
// how far it got.
import { startLocal } from 'cdk-loopback/start-local'
import { synthesize } from '../../build/assembly.ts'
import { profile } from '../../cli/connect.ts'
import { runVersion } from './versions.ts'

const [, , data = '', version = '', sitePort = ''] = process.argv
const { folder: assembly } = await synthesize()
const local = await startLocal({
  ...{ assembly, data, profile, sitePort: Number(sitePort) },
  change: (plan) => {
    const changed = runVersion(version)(plan)
    return { ...changed, rules: changed.rules.filter(({ busName }) => busName !== 'default') } // no event before the fault
  },
})
const completer = local.plan.functions.find(({ logicalId }) => logicalId.includes('CompleteDeployment'))
const rule = local.faults.add({
  ...{ accessKey: completer?.logicalId ?? '', operation: 'PutItem', key: /^deployment/, nth: 4 },
  fault: 'hang',
})
setInterval(() => {
  if (rule.hits > 0) process.kill(process.pid, 'SIGKILL')
}, 1)
const tick = local.plan.schedules.find(({ logicalId }) => logicalId.includes('Resume'))
await local.fire(tick?.logicalId ?? '')
