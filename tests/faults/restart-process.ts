// Runs the stack on a folder in a separate process, and kills it (kill -9) at a certain call of a run.
import { writeSync } from 'node:fs'
import { describeCall } from './record-faults.ts'
import { restartRules } from './restart-cases.ts'
import { admitCast, openStage, requestRun } from './stage.ts'

const [, , folder = '', name = ''] = process.argv
const stage = await openStage(folder)
const cast = await admitCast(stage)
await stage.publish(1)
const rule = restartRules[name]
if (!rule) throw new Error(`There is no case ${name}`)
const activeRule = stage.local.faults.add(rule)
console.log(JSON.stringify(cast))
setInterval(() => {
  const [call] = activeRule.calls
  if (!call) return
  writeSync(process.stdout.fd, `${rule.fault} ${describeCall(call)}\n`)
  process.kill(process.pid, 'SIGKILL')
}, 1)
await requestRun(stage)
