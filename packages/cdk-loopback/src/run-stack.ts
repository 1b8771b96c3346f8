import { rmSync } from 'node:fs'
import { type Clock, createClock } from './clock.ts'
import { fingerprintOf } from './cloudformation/fingerprint.ts'
import { openCloudWatch } from './cloudwatch/cloudwatch-service.ts'
import {
  type DispatchOptions,
  type StreamSources,
  startAsyncWork,
  startDispatchers,
  startEventSources,
  startSchedules,
  startStreamSources,
} from './dispatch.ts'
import { createAuthorization } from './endpoint/authorization.ts'
import { type Interceptor, startAwsEndpoint } from './endpoint/aws-endpoint.ts'
import { createIdentities, type Identities, userCaller } from './endpoint/identities.ts'
import { createFaults } from './faults/faults.ts'
import { keepCredentials, writeConfig } from './host/credential-files.ts'
import type { DamagedDatabaseError } from './host/damage.ts'
import { openDataFolder } from './host/data-folder.ts'
import { openDatabaseFiles } from './host/database-files.ts'
import { watchDisk } from './host/disk.ts'
import { explainStorage } from './host/explain-storage.ts'
import { loopback, type ReservedPort, reservePort, urlOf } from './host/port.ts'
import { fillReserve } from './host/reserve.ts'
import { removeSnapshots } from './host/snapshot.ts'
import { removeStackFile, writeStackFile } from './host/stack-file.ts'
import { keepStackUuid } from './host/stack-uuid.ts'
import { combineStorage } from './host/storage.ts'
import { createViewerReader } from './host/viewer-address.ts'
import type { Statement } from './iam/policy.ts'
import { defaultConcurrency } from './lambda/account-concurrency.ts'
import { createLambdaApi } from './lambda/api/lambda-api.ts'
import { compileCacheOf, openFunctions } from './lambda/functions.ts'
import { createLocalService } from './local-service.ts'
import type { LocalStack, RunOptions, SettingNames } from './local-stack.ts'
import { findWork, waitUntilIdle } from './pending-work.ts'
import type { Scheduler } from './schedules/scheduler.ts'
import { createSchedulerApi } from './schedules/scheduler-api.ts'
import { type LocalServices, openServices } from './services.ts'
import { openAccessLog } from './site/access-log.ts'
import { createFetchObject } from './site/fetch-object.ts'
import { createSendMessage } from './site/send-message.ts'
import { startSite } from './site/site-server.ts'
import { createSts } from './sts/sts-service.ts'
import type { StackPlan } from './template/stack-plan.ts'

/** Makes the plan once the URLs and the UUID that it contains are known. */
export type MakePlan = (place: {
  readonly awsUrl: string
  readonly siteUrl: string
  readonly stackUuid: string
}) => StackPlan

/** Milliseconds that running invocations get when the stack closes. */
const closingGrace = 5_000

/** Runs a stack. Closes its resources in reverse order, also when one of them cannot be opened. */
export async function runStack(makePlan: MakePlan, options: RunOptions): Promise<LocalStack> {
  const resources = new AsyncDisposableStack()
  try {
    return await start(makePlan, options, resources)
  } catch (error) {
    await resources.disposeAsync()
    throw error
  }
}

async function start(makePlan: MakePlan, options: RunOptions, resources: AsyncDisposableStack): Promise<LocalStack> {
  process.env.TZ = 'UTC' // as in Lambda: threads share the time zone of their process
  const dataFolder = resources.adopt(openDataFolder(options.data, settingsOf(options).data), ({ release }) =>
    release(),
  ).path
  removeStackFile(dataFolder) // left by a run that was killed
  removeSnapshots(dataFolder)
  const ports = await reservePorts(options, resources)
  const aws = `http://127.0.0.1:${ports.aws.port}`
  const siteUrl = options.publicUrl ?? urlOf(options.bind ?? loopback, ports.site.port)
  const plan = makePlan({ awsUrl: aws, siteUrl, stackUuid: keepStackUuid(dataFolder) })
  const profile = { folder: dataFolder, name: options.profile ?? 'local' }
  const identities = createIdentities()
  const credentials = identities.add('operator', keepCredentials(profile, options.credentials))
  const people = readPeople(plan, options.policyProfiles)
  for (const { name, caller } of people)
    identities.add(caller, keepCredentials({ folder: dataFolder, name }, undefined))
  const parts = await openParts({ plan, dataFolder, awsUrl: aws, identities, people }, options, resources)
  const site = await serve(parts, ports, options, resources)
  const deploy = () => parts.services.cloudFormation.deploy(fingerprintOf(plan, aws))
  const { scheduler, streams } = await startDelivery(parts, deploy, resources)
  watchMachine(parts, resources)
  for (const { name } of [profile, ...people])
    writeConfig({ folder: dataFolder, name }, { region: plan.region, url: aws })
  writeStackFile(dataFolder, plan, { site, aws })
  resources.defer(() => removeStackFile(dataFolder))
  fillReserve(dataFolder)

  const { clock, faults, services, functions } = parts
  const { s3, dynamo, ses } = services
  return {
    ...{ site, aws, credentials, plan, clock, faults, s3, dynamo, ses, events: services.events.log },
    storage: parts.storage.state,
    identify: (caller) => identities.add(caller),
    fire: scheduler.fire,
    invoke: functions.invoke,
    reload: () => {
      functions.reload()
      deploy()
    },
    idle: async ({ timeoutMs = 120_000, withinMs } = {}) => {
      const endHurry = streams.hurry()
      const find = () => findWork(plan, services, functions, streams, withinMs)
      await waitUntilIdle(find, timeoutMs).finally(endHurry)
    },
    close: () => resources.disposeAsync(),
  }
}

type Ports = { readonly site: ReservedPort; readonly aws: ReservedPort }

async function reservePorts(options: RunOptions, resources: AsyncDisposableStack): Promise<Ports> {
  const reserve = async (port = 0, setting: string, bind?: string) =>
    resources.adopt(await reservePort(port, setting, bind), ({ release }) => release())
  const { sitePort, awsPort } = settingsOf(options)
  const site = await reserve(options.sitePort, sitePort, options.bind)
  return { site, aws: await reserve(options.awsPort, awsPort) }
}

function settingsOf({ settings }: RunOptions): SettingNames {
  return { data: 'the option `data`', sitePort: 'the option `sitePort`', awsPort: 'the option `awsPort`', ...settings }
}

type Environment = {
  readonly plan: StackPlan
  readonly dataFolder: string
  readonly awsUrl: string
  readonly identities: Identities
  readonly people: readonly Person[]
}
type Parts = DispatchOptions & Environment

async function openParts(
  environment: Environment,
  options: RunOptions,
  resources: AsyncDisposableStack,
): Promise<Parts> {
  const { plan, dataFolder, awsUrl, identities } = environment
  const { clock = createClock(), maxWorkers = 2, concurrency = defaultConcurrency, log: report = () => {} } = options
  const onDamage = ({ summary }: DamagedDatabaseError) =>
    report(
      `${summary} Everything else can only be read until it is repaired: nothing is stored, and nothing is mailed.`,
    )
  const databases = resources.adopt(openDatabaseFiles(dataFolder, { onDamage }), ({ close }) => close())
  const relieve = () => {
    rmSync(compileCacheOf(dataFolder), { recursive: true, force: true })
    databases.compact()
  }
  const disk = resources.adopt(watchDisk({ folder: dataFolder, relieve, log: report }), ({ close }) => close())
  const storage = combineStorage(disk, databases)
  // One line is enough about the full disk, and about each damaged database.
  const log = (line: string) => {
    if (!storage.check(line)) report(line)
  }
  const services = await openServices({ ...options, dataFolder, plan, clock, storage, databases, log }, resources)
  const faults = createFaults({ kill: (caller) => functions.kill(caller) })
  const clockOffset = followClock(clock, services)
  const functions = openFunctions(plan.functions, {
    ...{ awsUrl, region: plan.region, clockOffset, maxWorkers, concurrency, dataFolder, faults, log },
    ...(options.compileCache !== undefined && { compileCache: options.compileCache }),
    now: clock.now,
    logs: services.logs,
    credentialsOf: (logicalId) => identities.add(logicalId),
  })
  return { ...environment, clock, services, faults, functions, maxWorkers, storage, databases, log }
}

/** Starts the AWS endpoint, then the site. Returns the site's URL. */
async function serve(
  parts: Parts,
  ports: Ports,
  { onCall, publicUrl, bind = loopback, trustedProxies = [] }: RunOptions,
  resources: AsyncDisposableStack,
): Promise<string> {
  const { plan, identities, clock, faults, functions, storage, databases, log } = parts
  const { s3, dynamo, ses, queues, events, cloudFormation, asyncEvents, logs } = parts.services
  const { region, account, functions: plans } = plan
  const lambda = createLambdaApi({ region, account, plans, asyncEvents, invoke: functions.invoke })
  const messaging = { sqs: queues.sqs, sns: queues.sns, events: events.api }
  const monitoring = { monitoring: openCloudWatch(queues), logs: logs.api }
  const scheduler = createSchedulerApi(plan)
  const management = { cloudformation: cloudFormation.api, ...monitoring, scheduler, sts: createSts(plan) }
  const own = { 'cdk-loopback': createLocalService(databases, storage) }
  const services = { s3, dynamodb: dynamo, ses, ...messaging, lambda, ...management, ...own }
  const interceptor = chain(authorization(parts), faults.interceptor)
  const explain = (error: unknown, service: string) => explainStorage(error, service, storage)
  const options = { identities, region: plan.region, port: ports.aws, interceptor, onCall, now: clock.now, explain }
  const endpoint = await startAwsEndpoint(services, options)
  resources.defer(endpoint.close)
  const origins = {
    fetchObject: createFetchObject(s3, explain),
    invoke: functions.invoke,
    send: createSendMessage(queues, faults.interceptor, explain),
  }
  const logging = plan.distribution?.logging
  const accessLog = logging && openAccessLog({ logging, s3, clock, log })
  if (accessLog) resources.defer(accessLog.flush)
  const hosts = publicUrl === undefined ? [] : [new URL(publicUrl).hostname]
  const access = { hosts, isOpen: bind !== loopback, readViewer: createViewerReader(trustedProxies) }
  const site = await startSite({ plan, port: ports.site, now: clock.now, accessLog, ...access, ...origins })
  resources.defer(site.close)
  return site.url
}

/** A caller who has one managed policy, and the profile with its credentials. */
type Person = { readonly name: string; readonly caller: string; readonly statements: readonly Statement[] }

function readPeople({ managedPolicies, outputs }: StackPlan, profiles: RunOptions['policyProfiles'] = {}): Person[] {
  return Object.entries(profiles).map(([name, output]) => {
    const policy = managedPolicies.find(({ arn }) => arn === outputs[output])
    if (!policy) throw new Error(`The profile ${name} needs an output ${output} with the ARN of a managed policy.`)
    return { name, caller: userCaller(name), statements: policy.statements }
  })
}

/**
 * Creates the authorization. A function has the permissions of its role, and a person those of a policy; every other
 * caller is an operator.
 */
function authorization({ plan, people, log }: Pick<Parts, 'plan' | 'people' | 'log'>): Interceptor {
  const functions = plan.functions.map((each) => [each.logicalId, each.statements] as const)
  const statements = new Map([...functions, ...people.map((each) => [each.caller, each.statements] as const)])
  return createAuthorization((caller) => statements.get(caller), log)
}

/** Chains interceptors: the first calls the second, which calls the service. */
function chain(first: Interceptor, second: Interceptor): Interceptor {
  return (context, next) => first(context, () => second(context, next))
}

/** Makes tables and mails follow the clock. Returns the clock's offset, which worker threads read at any time. */
function followClock(clock: Clock, { dynamo, ses }: Pick<LocalServices, 'dynamo' | 'ses'>): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(8)
  const offset = new BigInt64Array(shared)
  const follow = () => void Atomics.store(offset, 0, BigInt(Math.round(clock.offsetMs)))
  follow()
  clock.onMove((byMs) => {
    follow()
    dynamo.sweep()
    ses.moveRelay(byMs)
  })
  return shared
}

/** Milliseconds. */
const lookPeriod = 1_000

/** Looks every second whether the machine's clock was set, or the machine slept. */
function watchMachine({ clock, log }: Pick<Parts, 'clock' | 'log'>, resources: AsyncDisposableStack): void {
  const look = () => {
    try {
      clock.followMachine()
    } catch (error) {
      log(`The clock of this machine was set, but not everything could follow: ${error}`)
    }
  }
  const timer = setInterval(look, lookPeriod).unref()
  resources.defer(() => clearInterval(timer))
}

type Delivery = { readonly scheduler: Pick<Scheduler, 'fire'>; readonly streams: Pick<StreamSources, 'busy' | 'hurry'> }

/**
 * Starts the delivery of events, messages and schedules to the functions, then deploys the stack. If a database is damaged,
 * nothing is delivered, and nothing can be written any more.
 */
async function startDelivery(
  options: DispatchOptions,
  deploy: () => void,
  resources: AsyncDisposableStack,
): Promise<Delivery> {
  const { databases, storage, functions } = options
  if (databases.damages.length > 0) {
    deploy()
    databases.seal()
    resources.defer(() => functions.close(closingGrace))
    const fire = () => Promise.reject(new Error(storage.describe()))
    return { scheduler: { fire }, streams: { busy: () => [], hurry: () => () => {} } }
  }
  const dispatchers = startDispatchers(options)
  resources.defer(dispatchers.close)
  const sources = startEventSources(options)
  const streams = startStreamSources(options)
  const asyncWork = startAsyncWork(options)
  resources.defer(async () => {
    const sourcesClosed = [sources.close(), streams.close(), asyncWork.close()]
    await Promise.all([...sourcesClosed, options.functions.close(closingGrace)])
  })
  const scheduler = resources.adopt(startSchedules(options), ({ close }) => close())
  deploy()
  return { streams, scheduler }
}
