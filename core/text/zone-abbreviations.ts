/**
 * What the abbreviations of time zones mean: hours ahead of UTC, or the zone if the abbreviation is the same in summer and
 * winter.
 */
export const zonesByAbbreviation: Readonly<Record<string, number | string>> = {
  ...{ Z: 0, UT: 0, UTC: 0, GMT: 0, WET: 0, WEST: 1 },
  ...{ BST: 1, CET: 1, MEZ: 1, CEST: 2, MESZ: 2, EET: 2, EEST: 3, MSK: 3, TRT: 3 },
  ...{ WAT: 1, CAT: 2, SAST: 2, EAT: 3, GST: 4, PKT: 5, NPT: 5.75 },
  ...{ ICT: 7, WIB: 7, WITA: 8, WIT: 9, HKT: 8, SGT: 8, PHT: 8, KST: 9, JST: 9 },
  ...{ AWST: 8, ACST: 9.5, ACDT: 10.5, AEST: 10, AEDT: 11, NZST: 12, NZDT: 13 },
  ...{ NST: -3.5, NDT: -2.5, AST: -4, ADT: -3, EST: -5, EDT: -4, CDT: -5 },
  ...{ MST: -7, MDT: -6, PST: -8, PDT: -7, AKST: -9, AKDT: -8, HST: -10, BRT: -3, ART: -3 },
  ...{ ET: 'America/New_York', CT: 'America/Chicago', MT: 'America/Denver', PT: 'America/Los_Angeles' },
}

/** Abbreviations with several meanings, the most common first, and the publications' time zones that tell which is meant. */
export const ambiguousAbbreviations: Readonly<
  Record<string, readonly { readonly hours: number; readonly zones: RegExp }[]>
> = {
  IST: [
    { hours: 5.5, zones: /^Asia\/(?:Kolkata|Calcutta|Colombo)$/ },
    { hours: 1, zones: /^Europe\/Dublin$/ },
    { hours: 2, zones: /^Asia\/(?:Jerusalem|Tel_Aviv)$/ },
  ],
  CST: [
    { hours: -6, zones: /^(?:America|US|Canada|Mexico)\// },
    { hours: 8, zones: /^(?:Asia\/(?:Shanghai|Chongqing|Harbin|Urumqi|Taipei|Macau|Hong_Kong)|PRC|ROC)$/ },
  ],
}
