/** The settings that infra/ puts into the environment of Lambdas: the site's address and the names of stateful resources. */
const settings = [
  'siteUrl',
  'uploadsBucket',
  'contentBucket',
  'siteBucket',
  'accessLogsBucket',
  'articlesTable',
  'issuesTable',
  'deliveriesTable',
  'subscribersTable',
  'ingestQueueUrl',
  'filesQueueUrl',
  'publishQueueUrl',
  'pingQueueUrl',
  'planQueueUrl',
  'sendQueueUrl',
  'feedbackQueueUrl',
  'confirmationQueueUrl',
  'failuresQueueUrl',
  'configurationSet',
  'originKey',
  'eventBus',
] as const

/** The distribution sends the origin key in this header, so that the API can tell its requests from direct ones. */
export const originKeyHeader = 'x-postrider-origin-key'

type SettingName = (typeof settings)[number]

/** The environment variables of the settings: `siteUrl` is `SITE_URL`. */
export const settingNames = Object.fromEntries(
  settings.map((name) => [name, name.replace(/[A-Z]/g, '_$&').toUpperCase()]),
) as Readonly<Record<SettingName, string>> // one for each setting

/** Settings that a stack may lack. The queue of pings exists only if publication.json has a hub, and access logs only with `feedAudience`. */
const optionalSettings = ['pingQueueUrl', 'accessLogsBucket'] as const satisfies readonly SettingName[]
type OptionalName = (typeof optionalSettings)[number]

export type Settings = { readonly [name in Exclude<SettingName, OptionalName>]: string } & {
  readonly [name in OptionalName]?: string
}

/** The settings that each Lambda gets, by the name of its file in lambdas/. */
export const lambdaSettings = {
  'announce-changes': ['siteUrl', 'subscribersTable', 'eventBus'],
  'check-stack': [
    'articlesTable',
    'issuesTable',
    'ingestQueueUrl',
    'filesQueueUrl',
    'publishQueueUrl',
    'pingQueueUrl',
    'planQueueUrl',
    'sendQueueUrl',
    'feedbackQueueUrl',
    'confirmationQueueUrl',
    'eventBus',
  ],
  'complete-deployment': [
    'siteUrl',
    'uploadsBucket',
    'articlesTable',
    'issuesTable',
    'subscribersTable',
    'ingestQueueUrl',
    'publishQueueUrl',
    'eventBus',
  ],
  'compose-issue': [
    'siteUrl',
    'contentBucket',
    'articlesTable',
    'issuesTable',
    'publishQueueUrl',
    'planQueueUrl',
    'confirmationQueueUrl',
  ],
  'control-issue': [
    'siteUrl',
    'contentBucket',
    'issuesTable',
    'deliveriesTable',
    'subscribersTable',
    'planQueueUrl',
    'sendQueueUrl',
    'eventBus',
  ],
  'count-feed-readers': ['articlesTable', 'accessLogsBucket'],
  'follow-link': ['siteUrl', 'contentBucket', 'issuesTable', 'deliveriesTable', 'originKey'],
  'ingest-article': [
    'siteUrl',
    'uploadsBucket',
    'contentBucket',
    'articlesTable',
    'issuesTable',
    'ingestQueueUrl',
    'filesQueueUrl',
    'publishQueueUrl',
  ],
  'manage-subscription': [
    'siteUrl',
    'articlesTable',
    'deliveriesTable',
    'subscribersTable',
    'confirmationQueueUrl',
    'originKey',
  ],
  'ping-hub': ['siteUrl'],
  'plan-deliveries': [
    'contentBucket',
    'issuesTable',
    'deliveriesTable',
    'subscribersTable',
    'planQueueUrl',
    'sendQueueUrl',
  ],
  'publish-due-articles': ['articlesTable', 'issuesTable', 'ingestQueueUrl', 'eventBus'],
  'publish-files': ['siteUrl', 'uploadsBucket', 'siteBucket', 'articlesTable', 'issuesTable', 'ingestQueueUrl'],
  'publish-site': [
    'publishQueueUrl',
    'siteUrl',
    'contentBucket',
    'siteBucket',
    'articlesTable',
    'issuesTable',
    'pingQueueUrl',
  ],
  'read-unsubscribe-mail': ['deliveriesTable', 'subscribersTable'],
  'reconcile-uploads': ['uploadsBucket', 'articlesTable', 'issuesTable', 'ingestQueueUrl', 'eventBus'],
  'record-feedback': ['siteUrl', 'issuesTable', 'deliveriesTable', 'subscribersTable', 'failuresQueueUrl'],
  'send-confirmation': [
    'siteUrl',
    'issuesTable',
    'deliveriesTable',
    'subscribersTable',
    'confirmationQueueUrl',
    'configurationSet',
  ],
  'send-deliveries': [
    'siteUrl',
    'contentBucket',
    'issuesTable',
    'deliveriesTable',
    'subscribersTable',
    'sendQueueUrl',
    'configurationSet',
  ],
  'send-welcome-mails': ['siteUrl', 'issuesTable', 'deliveriesTable', 'subscribersTable', 'configurationSet'],
} as const satisfies Readonly<Record<string, readonly SettingName[]>>

export type LambdaName = keyof typeof lambdaSettings

export type SettingsOf<Name extends LambdaName> = Pick<Settings, (typeof lambdaSettings)[Name][number]>

/** Reads a Lambda's settings. @throws {Error} naming all missing variables at once */
export function readSettings<Name extends LambdaName>(
  lambda: Name,
  environment: Readonly<Record<string, string | undefined>>,
): SettingsOf<Name> {
  const names: readonly SettingName[] = lambdaSettings[lambda]
  const required = names.filter((name) => !optionalSettings.some((each) => each === name))
  const missing = required.map((name) => settingNames[name]).filter((variable) => !environment[variable])
  if (missing.length > 0) throw new Error(`Missing environment variables: ${missing.join(', ')}`)
  const entries = names.map((name) => [name, environment[settingNames[name]]] as const)
  const present = entries.filter(([, value]) => value !== undefined)
  return Object.fromEntries(present) as SettingsOf<Name> // contains each required name, as checked above
}

/** Returns the environment variables of a Lambda: the stack's settings that it gets, by variable name. */
export function writeSettings(lambda: LambdaName, settings: Settings): Record<string, string> {
  const names: readonly SettingName[] = lambdaSettings[lambda]
  const entries = names.flatMap((name) => {
    const value = settings[name]
    return value === undefined ? [] : [[settingNames[name], value] as const]
  })
  return Object.fromEntries(entries)
}
