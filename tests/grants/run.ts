import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { ObservedCall } from 'cdk-loopback/observation'
import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import { type CheckResult, checkGrants, type Usage } from './check-grants.ts'
import { evaluate } from './evaluator.ts'
import type { Names, Need } from './needs/need.ts'
import { judgeMistakes, plantMistakes } from './plant-mistakes.ts'
import { readRecording } from './read-recording.ts'
import { readRoles } from './roles.ts'
import { readServiceNeeds, roleId } from './service-needs.ts'
import { openStage } from './stage.ts'
import { tellArticles } from './stories/articles.ts'
import { tellDeployment, tellFailures, tellInterruption, tellMissedRun, tellSchedules } from './stories/crashes.ts'
import { tellIssues } from './stories/issues.ts'
import { tellReconciliation } from './stories/reconciliation.ts'
import { tellSubscribers } from './stories/subscribers.ts'
import { readTemplate, resourcesOf, type Template } from './template.ts'
import { unusedGrants } from './unused-grants.ts'

// Checks the calls of all Lambdas against the policies of the synthesized template:
// `npm run check:grants [-- --report FILE]`.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'

const stories = [
  tellArticles,
  tellIssues,
  tellSubscribers,
  tellInterruption,
  tellReconciliation,
  tellDeployment,
  tellSchedules,
  tellFailures,
  tellMissedRun,
]

const { values } = parseArgs({ options: { report: { type: 'string' }, only: { type: 'string', default: '' } } })
const startedAt = performance.now()
await check()

async function check(): Promise<void> {
  const { calls, template, plan } = await record()
  const { needs, problems } = readRecording(calls, namesOf(plan))
  note(`${calls.length} calls of ${needs.size} Lambdas recorded`)
  const usages = usagesOf(template, needs)
  const results = await checkGrants([...usages, ...plantMistakes(usages)], unusedGrants, evaluate)
  note(`${usages.reduce((sum, usage) => sum + usage.needs.length, 0)} distinct needs of ${usages.length} roles checked`)
  const own = { name: 'the emulator asks for the permissions that AWS documents', problems }
  if (!results) console.log('skipped: npx could not run the IAM evaluator, so only the recording was checked')
  // Two directions for each role, the reasons, and two planted mistakes.
  await summarize([own, ...(results ? judgeMistakes(results) : [])], results ? 0 : 2 * usages.length + 3)
}

/** Tells the stories on a local stack. Returns the calls that functions signed. */
async function record() {
  const calls: ObservedCall[] = []
  const stage = await openStage((call) => void calls.push(call))
  try {
    note('the stack runs')
    for (const story of stories.filter(({ name }) => name.includes(values.only))) {
      await story(stage)
      note(story.name)
    }
    const { plan } = stage.local
    const functions = new Set(plan.functions.map(({ logicalId }) => logicalId))
    const template = await readTemplate(stage.template, plan)
    return { plan, template, calls: calls.filter(({ caller = '' }) => functions.has(caller)) }
  } finally {
    await stage.close()
  }
}

function namesOf({ region, account, tables }: StackPlan): Names {
  const keyOf = (schema: StackPlan['tables'][number]['keySchema']) =>
    schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? ''
  const entries = tables.flatMap(({ name, keySchema, globalSecondaryIndexes }): [string, string][] => [
    [name, keyOf(keySchema)],
    ...globalSecondaryIndexes.map(({ IndexName, KeySchema }): [string, string] => [
      `${name}/index/${IndexName}`,
      keyOf(KeySchema as StackPlan['tables'][number]['keySchema']), // the template's form
    ]),
  ])
  return { region, account, partitionKeys: new Map(entries) }
}

/** Adds up what the Lambda of a role called, and what AWS services do with the role. */
function usagesOf(template: Template, needs: ReadonlyMap<string, readonly Need[]>): Usage[] {
  const functions = resourcesOf(template, 'AWS::Lambda::Function')
  const byServices = readServiceNeeds(template)
  return readRoles(template).map((role) => {
    const signed = functions
      .filter(({ properties }) => roleId(properties.Role) === role.id)
      .flatMap(({ logicalId }) => needs.get(logicalId) ?? [])
    const services = byServices.filter((each) => each.role === role.id).map(({ need }) => need)
    const distinct = new Map([...signed, ...services].map((need) => [JSON.stringify(need), need]))
    return { role, needs: [...distinct.values()] }
  })
}

function note(text: string): void {
  console.log(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${text}`)
}

async function summarize(results: readonly CheckResult[], skipped: number): Promise<void> {
  const failed = results.filter(({ problems }) => problems.length > 0)
  for (const { name, problems } of failed) console.log(`✗ ${name}\n  ${problems.join('\n  ')}`)
  const numPassedTests = results.length - failed.length
  console.log(`grants: ${numPassedTests} passed, ${failed.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  const report = { numPassedTests, numFailedTests: failed.length, numPendingTests: skipped }
  if (values.report) await writeFile(values.report, JSON.stringify(report))
  process.exitCode = failed.length > 0 ? 1 : 0
}
