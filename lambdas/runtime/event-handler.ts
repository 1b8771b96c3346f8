import type { Context } from 'aws-lambda'
import { type LambdaName, readSettings, type SettingsOf } from '../../core/environment.ts'
import { RejectedInputError } from '../../core/rejected-input.ts'
import { logger } from './logger.ts'

export type Now = { readonly now: Date }

/** One asynchronous invocation. */
export type Invocation = Now & {
  /** Milliseconds until Lambda stops the invocation. */
  readonly remaining: () => number
}

/**
 * Returns the handler of a Lambda that a schedule or a rule of the event bus invokes with a message. It creates the services
 * once per cold start. Lambda repeats a failed invocation twice and then puts the message into the dead-letter queue.
 */
export function eventHandler<Name extends LambdaName, Services, Message>(
  lambda: Name,
  services: (settings: SettingsOf<Name>) => Services,
  run: (message: Message, services: Services, invocation: Invocation) => Promise<void>,
): (message: Message, context: Context) => Promise<void> {
  let ready: Services | undefined
  return async (message, context) => {
    logger.addContext(context)
    ready ??= services(readSettings(lambda, process.env))
    try {
      await run(message, ready, { now: new Date(), remaining: () => context.getRemainingTimeInMillis() })
    } catch (error) {
      if (error instanceof RejectedInputError) return logger.warn('rejected', { reason: error.message })
      logger.error('failed', { error: error instanceof Error ? error : String(error) })
      throw error
    }
  }
}
