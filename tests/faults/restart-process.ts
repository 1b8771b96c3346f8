// A process of its own that runs the stack on a folder, and is gone (kill -9) at a certain call of a run of the digest.
import { restartRules } from './restart-cases.ts'
import { admitCast, askForRun, openStage } from './stage.ts'

const [, , folder = '', name = ''] = process.argv
const stage = await openStage(folder)
const cast = await admitCast(stage)
await stage.publish(1)
const rule = restartRules[name]
if (!rule) throw new Error(`There is no case ${name}`)
const struck = stage.local.faults.add(rule)
console.log(JSON.stringify(cast))
setInterval(() => {
  if (struck.hits > 0) process.kill(process.pid, 'SIGKILL')
}, 1)
await askForRun(stage)
