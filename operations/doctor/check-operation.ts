import type { EndpointFact } from '../../aws/diagnosis/endpoint-reader.ts'
import { type FactOptions, readFact } from '../../aws/diagnosis/read-fact.ts'
import { stackReader } from '../../aws/diagnosis/stack-reader.ts'
import { readStorage } from '../../aws/local/storage.ts'
import { readVersion } from '../../build/version.ts'
import type { Reading } from '../../core/deployment/account-facts.ts'
import { compareVersions } from '../../core/deployment/compare-versions.ts'
import { listDifferences } from '../../core/deployment/publication-outputs.ts'
import { type Finding, unchecked } from '../../core/diagnosis/finding.ts'
import { judgeConcurrency } from '../../core/diagnosis/judge-account.ts'
import {
  judgeClock,
  judgePublication,
  judgeSchedules,
  judgeTables,
  judgeVersion,
} from '../../core/diagnosis/judge-stack.ts'
import { judgeStorage } from '../../core/diagnosis/judge-storage.ts'
import {
  judgeAlarms,
  judgeDeployment,
  judgeDigests,
  judgeFailures,
  judgeIssues,
  judgeQueues,
  judgeRuns,
  type RunFacts,
} from '../../core/diagnosis/judge-work.ts'
import type { Stack } from '../stack.ts'
import { type Examination, localEndpoint } from './examination.ts'

/** Checks everything that decides whether the stack does its work, and whether somebody learns of it if not. */
export async function checkOperation(examination: Examination): Promise<readonly Finding[]> {
  const { stack, limits, now } = examination
  const { publication } = stack.site
  const fact = <Value>(load: () => Promise<Value>) => readFact(load, limits)
  const results = await Promise.all([
    fact(() => stack.failures.count()).then(async (count) =>
      judgeFailures(count, await readOldestFailure(stack, limits, now)),
    ),
    fact(() => stack.readQueueAges(now)).then(judgeQueues),
    fact(() => readRuns(stack)).then((runs) => judgeRuns(publication, runs, now)),
    fact(() => stack.readRemovedDigests()).then((removed) => judgeDigests(publication, removed)),
    fact(() => stack.listOpenIssues()).then((open) => judgeIssues(open, now)),
    fact(async () => ({ walk: await stack.deployments.get() })).then((each) =>
      judgeDeployment(each.kind === 'found' ? { kind: 'found', value: each.value.walk } : each, now),
    ),
    readVersion().then((own) => judgeVersion(own, compareVersions(stack.deployed.outputs.Version, own))),
    judgePublication(examination.own && listDifferences(publication, examination.own)),
    judgeClock(skewOf(examination.endpoint)),
    ...checkResources(examination),
  ])
  return results.flat()
}

/** Checks the resources around the stack. Those of a stack on this machine are its own. */
function checkResources(examination: Examination): readonly Promise<readonly Finding[]>[] {
  const { stack, place, limits } = examination
  const { outputs } = stack.deployed
  const reader = stackReader(place, stack.deployed.name, limits)
  const { own = stack.site.publication } = examination
  const schedules = reader.readDigestSchedules().then((each) => judgeSchedules(own, each))
  const endpoint = localEndpoint(examination)
  if (endpoint !== undefined) {
    const local = (what: string) => `The stack runs on this machine (${endpoint}), ${what}.`
    return [
      schedules,
      readFact((signal) => readStorage(place, signal), limits).then(judgeStorage),
      Promise.resolve([
        unchecked('alarms', local('where nothing evaluates alarms')),
        unchecked('concurrency', local('whose Lambdas have no quota')),
        unchecked('tables', local('where its tables are files of the data folder')),
      ]),
    ]
  }
  const { articlesTable, issuesTable, deliveriesTable, subscribersTable } = stack.settings
  const topic = outputs.AlarmsTopic ?? ''
  return [
    schedules,
    Promise.all([reader.readAlarmSubscriptions(topic), reader.readAlarms()]).then(([people, alarms]) =>
      judgeAlarms(topic, people, alarms),
    ),
    reader.readConcurrency().then((quota) => judgeConcurrency(place.region, own.concurrency, quota)),
    reader.readTables([articlesTable, issuesTable, deliveriesTable, subscribersTable]).then(judgeTables),
  ]
}

/** Returns the age of the oldest failed message in seconds; undefined if it is not known. */
async function readOldestFailure(stack: Stack, limits: FactOptions, now: Date): Promise<number | undefined> {
  const age = await readFact(() => stack.readFailureAge(now), limits)
  return age.kind === 'found' ? age.value : undefined
}

async function readRuns({ site, issues, health }: Stack): Promise<RunFacts> {
  const names = Object.keys(site.publication.digests)
  const [stored, records] = await Promise.all([
    health.get(),
    Promise.all(names.map(async (name) => [name, await issues.getDigest(name)] as const)),
  ])
  return { health: stored, records: Object.fromEntries(records) }
}

function skewOf(endpoint: Reading<EndpointFact>): Reading<number> {
  if (endpoint.kind !== 'found') return endpoint
  const { skew } = endpoint.value
  return skew === undefined ? { kind: 'missing' } : { kind: 'found', value: skew }
}
