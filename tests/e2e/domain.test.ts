import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type LocalStack, startLocal } from 'cdk-loopback/start-local'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compileCache } from '../support/build.ts'
import { writeAssembly } from '../support/synthesize-stack.ts'

let local: LocalStack
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postrider-domain-'))
  const assembly = path.join(folder, 'assembly')
  await writeAssembly(assembly, { domain: { name: 'news.example.org', hostedZone: 'Z0123456789' }, stack: 'Gazette' })
  local = await startLocal({ assembly, data: path.join(folder, 'data'), compileCache })
})
afterAll(async () => {
  await local?.close()
  await rm(folder, { recursive: true, force: true })
})

it('a publication with a domain runs locally at its local address', async () => {
  expect(local.plan.outputs.SiteUrlSetting).toBe(local.site)
  const answer = await fetch(`${local.site}/topics/asia`, { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([301, '/topics/asia/'])
})
