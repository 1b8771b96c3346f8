/** What tokens and address hashes are keyed with; made once per publication, kept in the subscribers table. */
export type Secrets = {
  /** Hex. Never changes: addresses are known by their hash under it. */
  readonly addressPepper: string
  /** Newest first: the first signs, all verify. `id` is in the token. */
  readonly signingKeys: readonly { readonly id: string; readonly key: string }[]
}
