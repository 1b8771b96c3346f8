import type { Account } from '../account/account.ts'
import { sesArn } from '../permissions.ts'
import type { Operation, Operations, RestRequest } from './operation.ts'

const path = '/v2/email/configuration-sets'

/** Configuration sets come from the template only. */
export const configurationSetOperations: Operations = {
  GetConfigurationSet: {
    routes: [`GET ${path}/{name}`],
    describe: forSet('GetConfigurationSet'),
    handle: ({ configurationSets }, { name }) => {
      const { suppressedReasons } = configurationSets.get(name)
      return {
        ConfigurationSetName: name,
        SendingOptions: { SendingEnabled: true },
        ...(suppressedReasons && { SuppressionOptions: { SuppressedReasons: suppressedReasons } }),
        Tags: [],
      }
    },
  },
  GetConfigurationSetEventDestinations: {
    routes: [`GET ${path}/{name}/event-destinations`],
    describe: forSet('GetConfigurationSetEventDestinations'),
    handle: ({ configurationSets }, { name }) => ({
      EventDestinations: (configurationSets.get(name).destinations ?? []).map(({ topicArn, eventTypes }) => ({
        Name: topicArn.slice(topicArn.lastIndexOf(':') + 1),
        Enabled: true,
        MatchingEventTypes: eventTypes.map(apiName),
        SnsDestination: { TopicArn: topicArn },
      })),
    }),
  },
}

function forSet(action: string): Operation['describe'] {
  return (_account: Account, { name }: RestRequest, caller) => ({
    resource: name,
    permissions: [{ action: `ses:${action}`, resource: sesArn(`configuration-set/${name}`, caller) }],
  })
}

/** Writes `deliveryDelay` as `DELIVERY_DELAY`. */
function apiName(eventType: string): string {
  return eventType.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
}
