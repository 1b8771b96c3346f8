/** Boilerplate of footers. A line that ends like a sentence is compared only with phrases that have `sentence: true`. */
export const footerPhrases: readonly { readonly phrase: RegExp; readonly sentence: boolean }[] = [
  // Corrections: "Send us a correction about this article", "Spotted an error? Let us know."
  {
    phrase:
      /\b(send|submit|report|suggest|tell|request)\b.{0,30}\b(corrections?|errors?|mistakes?|typos?|problems?)\b/i,
    sentence: false,
  },
  { phrase: /^(spotted|found|noticed|see|seen)\b.{0,25}\b(errors?|mistakes?|typos?|wrong)\b/i, sentence: true },
  {
    phrase: /^(if you|something|anything)\b.{0,30}\b(errors?|mistakes?|typos?|wrong|inaccura\w+|amiss)\b/i,
    sentence: true,
  },
  { phrase: /^to (report|submit|suggest|request)\b.{0,30}\b(errors?|mistakes?|corrections?|tips?)\b/i, sentence: true },
  { phrase: /\b(corrections?|complaints?) (policy|page|desk|form)\b/i, sentence: false },
  {
    phrase: /^(corrections?|complaints?|feedback|contact|letters?|tips?|news ?desk)\b.{0,80}(@|https?:|www\.)/i,
    sentence: true,
  },
  // Tips: "Send us a news tip", "Got a story? Tell us."
  { phrase: /^(send|submit|share|give)\b.{0,20}\b(tips?|stor(y|ies))\b/i, sentence: false },
  { phrase: /^(got|have) an? .{0,25}\b(tip|story|question|comment)\b.{0,3}\?/i, sentence: true },
  // Share: "Share this article on Facebook", "Tweet Email Print"
  {
    phrase: /^(share|tweet|e-?mail|print|save|bookmark|like|post|pin)\b.{0,10}\b(this|via|on|with)\b/i,
    sentence: false,
  },
  {
    phrase:
      /^((share|tweet|e-?mail|print|save|pin|like|reply|comments?|facebook|twitter|x|bluesky|mastodon|linkedin|reddit|whatsapp|telegram|pinterest|copy link|permalink)(?: \(?\d+\)?)?[\s|·•,/]*)+$/i,
    sentence: false,
  },
  {
    phrase:
      /^(follow|like|join|find|contact|e-?mail|write to) us\b|^(subscribe|sign up)\b.{0,20}\b(to|for|now|here|today)\b/i,
    sentence: true,
  },
  { phrase: /^(follow|find) (@\w+|\S+ on)\b|^get (our|the)\b.{0,30}\b(newsletter|app|alerts?)\b/i, sentence: true },
  {
    phrase:
      /^((\(?\d+\)? )?comments?( \(?\d+\)?)?|leave a (comment|reply)|no comments( yet)?|advertisement|sponsored|page \d+( of \d+)?)\.?$/i,
    sentence: true,
  },
  // Copyright and terms: "© 2015 The Evening Sorter"
  { phrase: /^(©|\(c\)|copyright\b)|\ball rights reserved\b/i, sentence: true },
  { phrase: /(©|\(c\)|\bcopyright) ?(19|20)\d\d\b/i, sentence: false },
  { phrase: /\b(terms (of|and) (use|service|conditions)|privacy policy|cookie policy)\b/i, sentence: false },
  {
    phrase: /^(back to top|comments are closed\.?|print this (page|article)|return to (the )?(home|index|archive).*)$/i,
    sentence: true,
  },
  // Navigation: "Home | About | Contact"
  {
    phrase:
      /^(?:(?:about|home|contact|corrections?|tips?|share|privacy|terms|cookies|legal|imprint|advertis\w+|subscri\w+|newsletters?|help|faqs?|jobs|careers|site ?map|rss|archives?|feedback|search|login|log in|sign in)(?: us)?(?: *[|·•/] *|$)){2,}$/i,
    sentence: false,
  },
  // The source of the page: "Printed from https://…"
  {
    phrase:
      /^(printed|retrieved|archived|downloaded|exported|original|originally|permalink|source|url|link)\b.{0,40}(https?:\/\/|www\.)\S+$/i,
    sentence: true,
  },
  // Links to other articles in one line: "Related: …", "Read more: …"
  { phrase: /^(related|see also|read (more|next|also)|more (on|from)|further reading)\b.{0,20}:/i, sentence: false },
]

/** Headings above links to other articles. */
export const relatedHeading =
  /^(related\b|see also\b|read (more|next|also)\b|(more|also) (on|from|in|about)\b|more like this\b|further reading\b|you (may|might) also (like|be interested)\b|(most|latest) (read|popular|viewed|news|stories|articles)\b|(recommended|trending|popular)\b|elsewhere\b|links?:|from the archives?\b)/i
/** Words that address the reader or refer to the publication and the page. */
export const callToReader = /\b(us|our|you|your|this (article|page|story))\b/i
