import { readAnswer } from '../../core/subscribers/leaving-reason.ts'
import { askWhy, isOpenQuestion, returnToken } from '../../core/subscribers/requests/link-actions.ts'
import * as responses from '../../core/subscribers/requests/link-responses.ts'
import type { LinkHandler } from './open-link.ts'

/** The question stays open until the person subscribes again. */
export const showReasons: LinkHandler = async (subscriber, link) =>
  isOpenQuestion(subscriber, link) ? askWhy(subscriber, link) : responses.spentLink(link.messages)

/** Without an answer, the question is asked again. */
export const giveReason: LinkHandler = async (subscriber, link, { reasons }) => {
  if (!isOpenQuestion(subscriber, link)) return responses.spentLink(link.messages)
  const answer = readAnswer(link.fields)
  if (!answer) return askWhy(subscriber, link)
  await reasons.add(subscriber, answer, link.now)
  return responses.answered(link.messages, returnToken(subscriber, link))
}
