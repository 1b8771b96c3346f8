import { Logger } from '@aws-lambda-powertools/logger'

/** Writes JSON lines with ids. They never contain an address or a token. */
export const logger = new Logger({ serviceName: 'postrider' })
