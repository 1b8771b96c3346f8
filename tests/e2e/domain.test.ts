import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startLocal } from 'cdk-loopback/start-local'
import { expect, it, onTestFinished } from 'vitest'
import { writeAssembly } from '../support/synthesize-stack.ts'

it('a publication with a domain runs locally at its local address', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-domain-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const assembly = path.join(folder, 'assembly')
  await writeAssembly(assembly, { domain: { name: 'news.example.org', hostedZone: 'Z0123456789' }, stack: 'Gazette' })
  const local = await startLocal({ assembly, data: path.join(folder, 'data') })
  onTestFinished(() => local.close())

  expect(local.plan.outputs.SiteUrlSetting).toBe(local.site)
  const answer = await fetch(`${local.site}/topics/asia`, { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([301, '/topics/asia/'])
})
