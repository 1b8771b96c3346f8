/** The keys of tokens and address hashes. They are created once per publication and stored in the subscribers table. */
export type Secrets = {
  /** Hex. It never changes, because everything about an address is stored under its hash with this key. */
  readonly addressPepper: string
  /**
   * Hex. The keys of the stacks from which the list was moved: suppressions and departures that came without an address
   * are stored under hashes with these keys.
   */
  readonly formerPeppers?: readonly string[]
  /** Newest first. The first one signs; all of them verify. A token contains the `id` of its key. */
  readonly signingKeys: readonly { readonly id: string; readonly key: string }[]
}
