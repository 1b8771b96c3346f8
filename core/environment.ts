/**
 * What a Lambda is told through its environment: infra/ writes it, Lambdas read it. Names of the stateful resources and
 * the one address everything links to.
 */
export const settingNames = {
  siteUrl: 'SITE_URL',
  uploadsBucket: 'UPLOADS_BUCKET',
  contentBucket: 'CONTENT_BUCKET',
  siteBucket: 'SITE_BUCKET',
  articlesTable: 'ARTICLES_TABLE',
  issuesTable: 'ISSUES_TABLE',
  deliveriesTable: 'DELIVERIES_TABLE',
  subscribersTable: 'SUBSCRIBERS_TABLE',
  ingestQueueUrl: 'INGEST_QUEUE_URL',
  filesQueueUrl: 'FILES_QUEUE_URL',
  publishQueueUrl: 'PUBLISH_QUEUE_URL',
  reconcileQueueUrl: 'RECONCILE_QUEUE_URL',
  pingQueueUrl: 'PING_QUEUE_URL',
  composeQueueUrl: 'COMPOSE_QUEUE_URL',
  planQueueUrl: 'PLAN_QUEUE_URL',
  sendQueueUrl: 'SEND_QUEUE_URL',
  controlQueueUrl: 'CONTROL_QUEUE_URL',
  confirmationQueueUrl: 'CONFIRMATION_QUEUE_URL',
  configurationSet: 'CONFIGURATION_SET',
  originKey: 'ORIGIN_KEY',
} as const

/** By this header, with the origin key, the API knows what came through the distribution and not past it. */
export const originKeyHeader = 'x-postrider-origin-key'

export type Settings = { readonly [name in keyof typeof settingNames]: string }

/** @throws {Error} naming all missing variables at once. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const missing = Object.values(settingNames).filter((variable) => !environment[variable])
  if (missing.length > 0) throw new Error(`Missing environment variables: ${missing.join(', ')}`)
  const entries = Object.entries(settingNames).map(([name, variable]) => [name, environment[variable]])
  return Object.fromEntries(entries) // every name of Settings was just checked to be there
}

export function writeSettings(settings: Settings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [settingNames[name as keyof Settings], value]), // the keys are Settings' own
  )
}
