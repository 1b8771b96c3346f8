import { advance, type Deployment, decide } from '../core/deployment/deployment.ts'
import { backlogMaximum, messagesPerPage, pagesPerRun } from '../core/deployment/limits.ts'
import type { CompleteMessage } from '../core/messages.ts'
import { handlePage } from './complete-deployment/handle-page.ts'
import { type Services, services } from './complete-deployment/services.ts'
import { eventHandler, type Invocation } from './runtime/event-handler.ts'
import { logger } from './runtime/logger.ts'

// Called by AWS.
export const handler = eventHandler('complete-deployment', services, completeDeployment)

// Runs after a deployment, every minute, and again after a thousand messages. Safe to repeat and to run concurrently: it
// only asks other Lambdas to write again what may have changed. If two runs handle the same page, one of them stops.
export async function completeDeployment(
  { restart = false }: CompleteMessage,
  services: Services,
  { now }: Pick<Invocation, 'now'>,
): Promise<void> {
  const { commands, deployments, release } = services
  const decision = decide(await deployments.get(), release, now, restart)
  if (decision.kind === 'done') return
  if (decision.kind === 'begin') {
    if ((await deployments.save(decision.walk)) === 'overtaken') return
    report('deployment began', decision.walk)
  }
  if ((await walkOn(decision.walk, services, now)) === 'more') await commands.add({})
}

/** Handles pages until it has queued enough messages for one run. `waiting`: the schedule continues. */
async function walkOn(begun: Deployment, services: Services, now: Date): Promise<'more' | 'waiting' | 'ended'> {
  let walk = begun
  for (let pages = 0, messages = 0; pages < pagesPerRun && messages < messagesPerPage; pages += 1) {
    if (await mustWait(walk, services)) {
      report('deployment waits', walk)
      return 'waiting'
    }
    const page = await handlePage(walk.place, services)
    walk = advance(walk, page, now)
    if ((await services.deployments.save(walk)) === 'overtaken') return 'ended'
    messages += page.messages
    if (walk.finishedAt !== undefined) {
      report('deployment finished', walk)
      return 'ended'
    }
  }
  return 'more'
}

/** Returns true if new uploads would wait too long. The first step never waits: pages need the new style sheet. */
async function mustWait({ place }: Deployment, { countBacklogs }: Services): Promise<boolean> {
  return place.step !== 'static' && (await countBacklogs()).some((count) => count > backlogMaximum)
}

function report(message: string, { version, siteUrl, revision, place, counts }: Deployment): void {
  logger.info(message, { version, siteUrl, revision, place, counts })
}
