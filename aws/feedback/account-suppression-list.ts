import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  NotFoundException,
  type SESv2Client,
} from '@aws-sdk/client-sesv2'
import { type Connection, createSesV2 } from '../clients.ts'

export type AccountSuppressionList = ReturnType<typeof accountSuppressionList>

/** The list of addresses to which SES submits no mail of this account, whatever Postrider has stored. */
export function accountSuppressionList(connection?: Connection) {
  let opened: SESv2Client | undefined

  /** Most processes never need this client, and creating it takes time. */
  function client(): SESv2Client {
    opened ??= createSesV2(connection)
    return opened
  }

  async function get(address: string): Promise<'bounce' | 'complaint' | undefined> {
    const result = await unlessMissing(client().send(new GetSuppressedDestinationCommand({ EmailAddress: address })))
    if (!result) return undefined
    return result.SuppressedDestination?.Reason === 'BOUNCE' ? 'bounce' : 'complaint'
  }

  return {
    get,

    /**
     * Removes an address, unless it is there because of a complaint. Returns why it was there.
     *
     * @param spellings SES lists an address as it was mailed
     */
    async clear(spellings: readonly string[]): Promise<'bounce' | 'complaint' | undefined> {
      const all = [...new Set(spellings.flatMap((each) => [each, each.toLowerCase()]))]
      const reasons = await Promise.all(all.map(get))
      if (reasons.includes('complaint')) return 'complaint'
      for (const [index, EmailAddress] of all.entries()) {
        if (reasons[index]) await unlessMissing(client().send(new DeleteSuppressedDestinationCommand({ EmailAddress })))
      }
      return reasons.find((reason) => reason !== undefined)
    },
  }
}

async function unlessMissing<Value>(result: Promise<Value>): Promise<Value | undefined> {
  try {
    return await result
  } catch (error) {
    if (error instanceof NotFoundException) return undefined
    throw error
  }
}
