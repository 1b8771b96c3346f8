import { Logger } from '@aws-lambda-powertools/logger'

/** JSON lines with ids; never an address, never a token. */
export const logger = new Logger({ serviceName: 'postrider' })
