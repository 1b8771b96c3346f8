import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PutSuppressedDestinationCommand, SESv2Client } from '@aws-sdk/client-sesv2'
import { startAwsEndpoint } from 'cdk-loopback/aws-endpoint'
import { createIdentities } from 'cdk-loopback/identities'
import { openSes } from 'cdk-loopback/ses/ses-service'
import { expect, onTestFinished, test } from 'vitest'
import { accountSuppressionList } from '../../../aws/feedback/account-suppression-list.ts'
import { unsuppress } from '../../../cli/subscribers/unsuppress.ts'
import type { Suppression } from '../../../core/subscribers/subscriber.ts'
import { memoryServices } from '../../lambdas/manage-subscription/memory-services.ts'
import { ada, hash } from '../../lambdas/manage-subscription/visitor.ts'
import { stackOf } from './memory-stack.ts'

const at = '2026-11-05T00:00:00.000Z'

async function openSuppressions() {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-ses-'))
  const ses = openSes({ folder, mailFolder: path.join(folder, 'mail'), configurationSets: [], identities: [] })
  const identities = createIdentities()
  const credentials = identities.add('tester')
  const endpoint = await startAwsEndpoint({ ses }, { identities })
  const connection = { endpoint: endpoint.url, region: 'us-east-1', credentials }
  const client = new SESv2Client(connection)
  onTestFinished(async () => {
    client.destroy()
    await endpoint.close()
    await ses.close()
    await rm(folder, { recursive: true, force: true })
  })
  const memory = memoryServices(ada)
  const accountSuppressions = accountSuppressionList(connection)
  const answers: unknown[] = []
  const report = { answer: (value: unknown) => void answers.push(value) }
  return {
    ...{ memory, accountSuppressions, answers },
    suppress: (reason: Suppression['reason']) => memory.suppressions.set(hash, { reason, at }),
    list: (Reason: 'BOUNCE' | 'COMPLAINT', EmailAddress = ada.address) =>
      client.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason })),
    run: () => unsuppress('ADA@example.org', { ...stackOf(memory), accountSuppressions }, report),
  }
}

test('a bounce is lifted in Postrider and in SES, and repeating the command says that nothing is suppressed', async () => {
  const { memory, accountSuppressions, answers, suppress, list, run } = await openSuppressions()
  suppress('bounce')
  await list('BOUNCE')
  await run()
  expect([memory.suppressions.size, await accountSuppressions.get(ada.address)]).toEqual([0, undefined])
  await run()
  expect(answers).toMatchObject([{ wasSuppressed: true }, { wasSuppressed: false }])
})

test('what a command that stopped has left is lifted by the next one', async () => {
  const { memory, accountSuppressions, suppress, list, run } = await openSuppressions()
  suppress('bounce')
  await run()
  await list('BOUNCE')
  await run()
  expect([memory.suppressions.size, await accountSuppressions.get(ada.address)]).toEqual([0, undefined])
})

test('a complaint and a block are not lifted, and SES’s list stays as it is', async () => {
  const { memory, accountSuppressions, suppress, list, run } = await openSuppressions()
  await list('BOUNCE')
  suppress('operator')
  await expect(run()).rejects.toThrow('you blocked it. To undo this, use `subscribers unblock`.')
  suppress('complaint')
  await expect(run()).rejects.toThrow('its owner marked a mail as spam')
  await list('COMPLAINT')
  suppress('bounce')
  await expect(run()).rejects.toThrow('its owner marked a mail as spam')
  expect([memory.suppressions.size, await accountSuppressions.get(ada.address)]).toEqual([1, 'complaint'])
})

test('a complaint that arrives meanwhile is not lifted', async () => {
  const { memory, suppress, run, accountSuppressions } = await openSuppressions()
  suppress('bounce')
  const { remove } = memory.services.suppressions
  memory.services.suppressions.remove = async (...parameters) => {
    suppress('complaint')
    return remove(...parameters)
  }
  await expect(run()).rejects.toThrow('its owner marked a mail as spam')
  expect([memory.suppressions.get(hash)?.reason, await accountSuppressions.get(ada.address)]).toEqual([
    'complaint',
    undefined,
  ])
})
