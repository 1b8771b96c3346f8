import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  NotFoundException,
  SESv2Client,
} from '@aws-sdk/client-sesv2'
import type { Connection } from '../clients.ts'

export type AccountSuppressionList = ReturnType<typeof accountSuppressionList>

/** The list of addresses to which SES submits no mail of this account, whatever Postrider has stored. */
export function accountSuppressionList(connection?: Connection) {
  let opened: SESv2Client | undefined

  /** Most processes never need this client, and creating it takes time. */
  function client(): SESv2Client {
    opened ??= new SESv2Client({ ...connection })
    return opened
  }

  return {
    async get(address: string): Promise<'bounce' | 'complaint' | undefined> {
      const result = await unlessMissing(client().send(new GetSuppressedDestinationCommand({ EmailAddress: address })))
      if (!result) return undefined
      return result.SuppressedDestination?.Reason === 'BOUNCE' ? 'bounce' : 'complaint'
    },

    /** Does nothing if the address is not on the list. */
    async remove(address: string): Promise<void> {
      await unlessMissing(client().send(new DeleteSuppressedDestinationCommand({ EmailAddress: address })))
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
