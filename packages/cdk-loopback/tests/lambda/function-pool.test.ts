import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type FunctionPool, openFunctionPool, type PoolOptions } from '../../src/lambda/function-pool.ts'
import type { FunctionPlan } from '../../src/template/stack-plan.ts'
import { writeFunction } from './bundles.ts'

let folder: string
let lines: string[]
const pools: FunctionPool[] = []

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'function-pool-'))
  lines = []
})

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close(0)))
  rmSync(folder, { recursive: true })
})

function open(code: string, plan: Partial<FunctionPlan> = {}, options: Partial<PoolOptions> = {}): FunctionPool {
  const pool = openFunctionPool(writeFunction(folder, 'Worker', code, plan), {
    awsUrl: 'http://127.0.0.1:4566',
    region: 'us-east-1',
    credentials: { accessKeyId: 'ASIA1', secretAccessKey: 'secret', sessionToken: 'token' },
    clockOffset: new SharedArrayBuffer(8),
    compileCache: path.join(folder, 'compile-cache'),
    writeLine: (line) => lines.push(line),
    maxWorkers: 2,
    ...options,
  })
  pools.push(pool)
  return pool
}

test('a handler receives its event and the Lambda context, and its result is returned', async () => {
  const pool = open(
    `export const handler = async (event, context) => ({ event, context, left: context.getRemainingTimeInMillis() })`,
  )
  const { event, context, left } = (await pool.invoke({ a: [1, 'ü'] })) as {
    event: unknown
    context: unknown
    left: number
  } // what the handler above returns
  expect(event).toEqual({ a: [1, 'ü'] })
  expect(context).toMatchObject({
    functionName: 'Test-Worker',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Test-Worker',
    memoryLimitInMB: '128',
    awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  expect(left).toBeGreaterThan(9_000)
  expect(left).toBeLessThanOrEqual(10_000)
})

test('the result of a handler that returns nothing is null', async () => {
  expect(await open(`export const handler = async () => {}`).invoke({})).toBeNull()
})

test('a function has its own environment, and only PATH from the host', async () => {
  vi.stubEnv('HOST_SECRET', 'x')
  const pool = open(`export const handler = async () => process.env`, { environment: { TABLE: 'Articles' } })
  const environment = (await pool.invoke({})) as Record<string, string> // process.env
  vi.unstubAllEnvs()
  expect(environment).toMatchObject({
    TABLE: 'Articles',
    AWS_REGION: 'us-east-1',
    AWS_LAMBDA_FUNCTION_NAME: 'Test-Worker',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    LAMBDA_TASK_ROOT: path.join(folder, 'code', 'Worker'),
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ACCESS_KEY_ID: 'ASIA1',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
    TZ: 'UTC',
    PATH: process.env.PATH,
  })
  expect(environment).not.toHaveProperty('HOST_SECRET')
  expect(environment).not.toHaveProperty('HOME')
})

test('the output of a function goes to its log, line by line', async () => {
  await open(`export const handler = async () => { console.log('one\\ntwo'); console.error('three') }`).invoke({})
  await expect.poll(() => [...lines].sort()).toEqual(['one', 'three', 'two'])
})

test('an error that a handler throws reaches the caller, and the worker stays warm', async () => {
  const pool = open(`let calls = 0
    export const handler = async (event) => { calls += 1; if (event.bad) throw new RangeError('too far'); return calls }`)
  await expect(pool.invoke({ bad: true })).rejects.toMatchObject({ name: 'RangeError', message: 'too far' })
  expect(await pool.invoke({})).toBe(2)
})

test('an invocation that exceeds its timeout is killed, at work or waiting, and the next one gets a new worker', async () => {
  const pool = open(
    `let calls = 0
    export const handler = async (event, context) => {
      calls += 1
      while (event.works);
      if (event.waits) await new Promise(() => setTimeout(() => {}, 1e6))
      return [calls, context.getRemainingTimeInMillis() > 500] }`,
    { timeout: 1 },
  )
  const timeout = { message: 'Task timed out after 1.00 seconds' }
  await Promise.all(
    [{ works: true }, { waits: true }].map((event) => expect(pool.invoke(event)).rejects.toMatchObject(timeout)),
  )
  expect(await pool.invoke({})).toEqual([1, true])
})

test('the remaining time of an invocation falls while it works and while it waits', async () => {
  const pool = open(
    `export const handler = async (event, { getRemainingTimeInMillis }) => {
      const begin = getRemainingTimeInMillis()
      while (getRemainingTimeInMillis() > begin - 20);
      const worked = getRemainingTimeInMillis()
      await new Promise((done) => setTimeout(done, 20))
      return [begin - worked, worked - getRemainingTimeInMillis()] }`,
  )
  const [worked = 0, waited = 0] = (await pool.invoke({})) as number[] // what the handler above returns
  expect(worked).toBeGreaterThanOrEqual(20)
  expect(waited).toBeGreaterThanOrEqual(15)
})

test.each([
  ['process.exit(3)', { name: 'Runtime.ExitError', message: 'Runtime exited with error: exit status 3' }],
  [`setTimeout(() => { throw new TypeError('late') })`, { name: 'TypeError', message: 'late' }],
  [`Promise.reject(new TypeError('unhandled'))`, { name: 'TypeError', message: 'unhandled' }],
])('a crash by %s fails the invocation and the worker is replaced', async (crash, error) => {
  const pool = open(`export const handler = async (event) => {
    if (event.crash) { ${crash}; await new Promise(() => {}) }
    return 'well' }`)
  await expect(pool.invoke({ crash: true })).rejects.toMatchObject(error)
  expect(await pool.invoke({})).toBe('well')
})

test('a function that exceeds its memory is killed without affecting others', async () => {
  const pool = open(
    `export const handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill({})) }`,
    { memory: 32 },
  )
  await expect(pool.invoke({})).rejects.toMatchObject({ name: 'Runtime.OutOfMemory' })
})

test('a function has little room for new objects, so that twenty idle ones do not occupy a gigabyte', async () => {
  const pool = open(`import { resourceLimits } from 'node:worker_threads'
    export const handler = async () => resourceLimits`)
  expect(await pool.invoke({})).toMatchObject({ maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 12 })
})

test('a bundle that does not load, or has no such handler, fails each invocation with the reason', async () => {
  const broken = open(`throw new SyntaxError('no settings')`)
  await expect(broken.invoke({})).rejects.toMatchObject({ name: 'SyntaxError', message: 'no settings' })
  await expect(broken.invoke({})).rejects.toMatchObject({ message: 'no settings' })
  const other = open(`export const main = async () => {}`)
  await expect(other.invoke({})).rejects.toMatchObject({ name: 'Runtime.HandlerNotFound' })
  const callback = open(`export const handler = (event, context, callback) => callback(null, 1)`)
  await expect(callback.invoke({})).rejects.toMatchObject({ name: 'Runtime.CallbackHandlerDeprecated' })
})

test.each([
  ['main.cjs', 'exports.handler = async () => 5'],
  ['main.cjs', 'const handlers = { handler: async () => 5 }; module.exports = handlers'],
  ['main.js', 'export const handler = async () => 5'],
])('a bundle may be the file %s: %s', async (file, code) => {
  const codeFolder = path.join(folder, 'bundle')
  mkdirSync(codeFolder)
  writeFileSync(path.join(codeFolder, file), code)
  expect(await open('', { codeFolder, handler: 'main.handler' }).invoke({})).toBe(5)
})

test('in a loaded handler, a moved clock changes the current Date and no other dates', async () => {
  const clockOffset = new SharedArrayBuffer(8)
  const pool = open(
    `export const handler = async () => ({
    now: Date.now(), made: new Date().getTime(), text: new Date(Date()).getTime(), fixed: new Date(5).getTime(),
    utc: Date.UTC(2000, 0), is: new Date() instanceof Date, same: new Date().constructor === Date,
    kind: Object.prototype.toString.call(new Date()), left: new (class extends Date {})().getTime() })`,
    {},
    { clockOffset },
  )
  const read = async () => (await pool.invoke({})) as Record<string, number> // what the handler above returns
  expect((await read()).now).toBeLessThanOrEqual(Date.now())
  const year = 365 * 24 * 3600 * 1000
  Atomics.store(new BigInt64Array(clockOffset), 0, BigInt(year))
  const then = Date.now() + year
  const { now, made, text, left, ...rest } = await read()
  for (const time of [now, made, text, left]) {
    expect(Math.abs((time ?? 0) - then)).toBeLessThan(10_000)
  }
  expect(rest).toEqual({ fixed: 5, utc: 946_684_800_000, is: true, same: true, kind: '[object Date]' })
})

test('the number of workers is limited, and a lower reserved concurrency takes precedence', async () => {
  const code = `import { threadId } from 'node:worker_threads'
    export const handler = async () => { await new Promise((done) => setTimeout(done, 20)); return threadId }`
  const both = open(code)
  const threads = await Promise.all(Array.from({ length: 6 }, () => both.invoke({})))
  expect(new Set(threads).size).toBe(2)
  const single = open(code, { reservedConcurrency: 1 })
  expect(new Set(await Promise.all([single.invoke({}), single.invoke({}), single.invoke({})])).size).toBe(1)
  await expect(open(code, { reservedConcurrency: 0 }).invoke({})).rejects.toThrow('Rate Exceeded.')
})

test('killing fails the running invocation and leaves the pool usable', async () => {
  const pool = open(
    `export const handler = async (event) => { console.log('started'); if (event.hang) await new Promise(() => setTimeout(() => {}, 1e6)); return 'well' }`,
  )
  const hanging = pool.invoke({ hang: true })
  await expect.poll(() => lines).toEqual(['started'])
  pool.kill()
  await expect(hanging).rejects.toMatchObject({ message: 'Runtime exited with error: signal: killed' })
  expect(await pool.invoke({})).toBe('well')
})

test('closing waits for the running invocation up to the grace period, refuses new ones and stops the workers', async () => {
  const pool = open(
    `export const handler = async () => { console.log('started'); await new Promise((done) => setTimeout(done, 100)); return 'done' }`,
  )
  const running = pool.invoke({})
  await expect.poll(() => lines).toEqual(['started'])
  const closed = pool.close(5_000)
  await expect(pool.invoke({})).rejects.toThrow('closing')
  expect(await running).toBe('done')
  await closed
  expect(pool.busy).toBe(0)
})

test('after a reload, new invocations run the new code, and a running one finishes with the old code', async () => {
  const codeOf = (version: string) => `export const handler = async (event) => {
    console.log('started')
    if (event.waits) await new Promise((done) => setTimeout(done, 100))
    return '${version}'
  }`
  const pool = open(codeOf('old'))
  const running = pool.invoke({ waits: true })
  await expect.poll(() => lines).toEqual(['started'])
  writeFunction(folder, 'Worker', codeOf('new'))
  pool.reload()
  expect(await pool.invoke({})).toBe('new')
  expect(await running).toBe('old')
  expect(await Promise.all([pool.invoke({}), pool.invoke({})])).toEqual(['new', 'new'])
})
